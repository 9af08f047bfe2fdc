import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { millis } from "@baton/shared/base/duration.ts";
import { afterEach, describe, expect, test } from "vitest";
import { Keepalived, keepalivedProblem, vrrpConfiguration } from "./integration/keepalived.ts";
import { createNetwork, networkProblem, type TestNetwork } from "./integration/network.ts";
import { instance, modelOf, VrrpProcess } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

const problem = networkProblem();
const peerProblem = problem ?? keepalivedProblem();
if (peerProblem !== null) console.warn(`stall beside keepalived skipped: ${peerProblem}`);

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const network = (): TestNetwork => {
  const made = createNetwork({ ours: "192.168.1.2/24", theirs: "192.168.1.11/24", third: "192.168.1.12/24" });
  cleanups.push(() => made.remove());
  return made;
};

const startOurs = (on: TestNetwork): VrrpProcess => {
  const config = instance({ version: 3, authentication: null, advertInterval: millis(100), priority: 100 });
  const ours = new VrrpProcess(on.namespace("ours"), modelOf(config));
  cleanups.push(async () => {
    ours.child.kill("SIGCONT");
    ours.kill();
    await until("its end", () => ours.exitCode !== null);
  });
  return ours;
};

/** The priorities of all adverts, in the order a third host hears them. */
const listen = async (on: TestNetwork): Promise<number[]> => {
  const heard: number[] = [];
  const script = fileURLToPath(new URL("./integration/listen.ts", import.meta.url));
  const index = on.ip("third", "-o", "link", "show", "dev", "eth0").split(":")[0] ?? "";
  const argv = ["netns", "exec", on.namespace("third"), process.execPath, script, "eth0", index];
  const child: ChildProcess = spawn("ip", argv, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  cleanups.push(() => child.kill());
  await once(child, "message");
  child.on("message", (message) => heard.push((message as { priority: number }).priority));
  return heard;
};

/** Every change of an IPv4 address that the kernel tells of, from now on. */
const watchAddresses = (on: TestNetwork): { readonly seen: string[] } => {
  const seen: string[] = [];
  const argv = ["netns", "exec", on.namespace("ours"), "ip", "-4", "monitor", "address"];
  const child = spawn("ip", argv, { stdio: ["ignore", "pipe", "inherit"] });
  cleanups.push(() => child.kill());
  child.stdout.setEncoding("utf8").on("data", (text: string) => seen.push(...text.trim().split("\n")));
  return { seen };
};

describe.skipIf(problem !== null)("after a stall longer than the others wait", () => {
  test.skipIf(peerProblem !== null)("a master beside keepalived says nothing before it has listened", async () => {
    const on = network();
    const heard = await listen(on);
    const ours = startOurs(on);
    await until("us to be master", () => ours.state === "master");
    const theirs = new Keepalived(
      on.namespace("theirs"),
      vrrpConfiguration({ priority: 90, version: 3, interval: 0.1 }),
    );
    cleanups.push(() => theirs.stop());
    await until("keepalived to be backup", () => theirs.state === "backup");
    for (let round = 0; round < 3; round++) {
      const before = ours.transitions().length;
      ours.child.kill("SIGSTOP");
      await until("keepalived to be heard", () => heard.slice(-3).every((priority) => priority === 90));
      const at = heard.length;
      ours.child.kill("SIGCONT");
      await until("us to pre-empt", () => theirs.state === "backup" && heard.at(-1) === 100);
      // It woke up, heard that one, waited its own timer, and only then spoke.
      expect(heard.slice(at).indexOf(100)).toBeGreaterThanOrEqual(2);
      expect(ours.transitions().slice(before)).toEqual(["backup", "master"]);
    }
    expect(theirs.log.filter((line) => line.includes("forcing new election"))).toEqual([]);
  });

  test("a master alone says nothing for one interval, and its addresses stay", async () => {
    const on = network();
    const heard = await listen(on);
    const ours = startOurs(on);
    await until("us to be master", () => ours.state === "master" && heard.length > 2);
    const monitor = watchAddresses(on);
    ours.child.kill("SIGSTOP");
    const stopped = performance.now();
    await until("a long silence", () => performance.now() - stopped > 600);
    const before = heard.length;
    ours.child.kill("SIGCONT");
    const told = /own stall: no advert sent for \d+ ms, longer than the others wait; listening first/;
    await until("it to say so", () => ours.log.some((line) => told.test(line)));
    await until("it to speak again", () => heard.length > before + 3);
    expect(ours.transitions()).toEqual(["backup", "master"]);
    // The kernel was told nothing, so whoever asks for the address is answered all the time.
    expect(monitor.seen).toEqual([]);
    expect(on.ip("ours", "address", "show", "eth0")).toContain("192.168.1.100/32");
  });
});
