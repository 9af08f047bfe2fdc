import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { afterEach, describe, expect, test } from "vitest";
import { Keepalived, keepalivedProblem } from "./integration/keepalived.ts";
import { modelFrom } from "./integration/model-from.ts";
import { createNetwork, networkProblem, type TestNetwork } from "./integration/network.ts";
import { VrrpProcess } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

const TCPDUMP = process.env.BATON_TCPDUMP ?? "tcpdump";
const captureProblem = (): string | null => spawnSync(TCPDUMP, ["--version"]).error?.message ?? null;
const problem = networkProblem() ?? keepalivedProblem() ?? captureProblem();
if (problem !== null) console.warn(`tests of the order of announcements skipped: ${problem}`);

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const PAUSE_SECONDS = 0.4;
/** Two bursts of two frames for each of three addresses, on an interface where nothing else is sent. */
const configuration = `global_defs {
  vrrp_version 3
  vrrp_garp_interval ${PAUSE_SECONDS}
  vrrp_garp_master_repeat 2
  vrrp_garp_master_delay 3
}
vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  advert_int 0.1
  virtual_ipaddress {
    192.168.2.100 dev other
    192.168.2.101 dev other
    192.168.2.102 dev other
  }
}
`;
/** What each sends in all: of a burst the first at once, and of the rest one for each address. */
const FRAMES = 8;

interface Frame {
  /** Seconds. */
  readonly at: number;
  readonly address: string;
}

const host = (): TestNetwork => {
  const on = createNetwork({ it: "192.168.1.2/24" });
  cleanups.push(on.remove);
  on.ip("it", "link", "add", "name", "other", "up", "type", "veth", "peer", "name", "far");
  on.ip("it", "link", "set", "far", "up");
  return on;
};

/** Every gratuitous ARP that arrives at the far end, with the kernel's time. */
const capture = async (on: TestNetwork): Promise<readonly Frame[]> => {
  const args = ["netns", "exec", on.namespace("it"), TCPDUMP, "-Z", "root", "-i", "far", "-lntt", "arp"];
  const child: ChildProcess = spawn("ip", args, { stdio: ["ignore", "pipe", "pipe"] });
  cleanups.push(() => void child.kill("SIGKILL"));
  const frames: Frame[] = [];
  let ready = false;
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    ready ||= text.includes("listening on");
  });
  let rest = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const [, at, address] = /^(\d+\.\d+) ARP, .*?who-has (192\.168\.2\.\d+)/.exec(line) ?? [];
      if (at && address) frames.push({ at: Number(at), address });
    }
  });
  await until("tcpdump to listen", () => ready);
  return frames;
};

const gaps = (frames: readonly Frame[]): number[] =>
  frames.slice(1).map(({ at }, i) => at - (frames[i]?.at ?? Number.NEGATIVE_INFINITY));

describe.skipIf(problem !== null)("vrrp_garp_interval beside keepalived", () => {
  test("the same addresses in the same order, and never two frames closer than asked", async () => {
    const theirHost = host();
    const theirFrames = await capture(theirHost);
    const theirs = new Keepalived(theirHost.namespace("it"), configuration);
    cleanups.push(() => theirs.stop());
    const ourHost = host();
    const ourFrames = await capture(ourHost);
    const ours = new VrrpProcess(ourHost.namespace("it"), modelFrom(configuration));
    cleanups.push(() => ours.stop());
    await until("both to have announced twice", () => theirFrames.length >= FRAMES && ourFrames.length >= FRAMES);
    const order = (frames: readonly Frame[]): string[] => frames.map(({ address }) => address);
    expect(order(ourFrames)).toEqual(order(theirFrames));
    // A timer counts whole milliseconds, and the capture has its own clock.
    expect(Math.min(...gaps(ourFrames))).toBeGreaterThan(PAUSE_SECONDS - 0.01);
  });
});
