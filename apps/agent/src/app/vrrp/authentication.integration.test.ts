import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { Keepalived, keepalivedProblem } from "./integration/keepalived.ts";
import { modelFrom } from "./integration/model-from.ts";
import { createNetwork, networkProblem, type TestNetwork } from "./integration/network.ts";
import { VrrpProcess } from "./integration/vrrp-process.ts";
import { advertPackets } from "./packets.ts";
import { createRouter } from "./router.ts";
import { until } from "../../testing/until.ts";

const problem = networkProblem() ?? keepalivedProblem();
if (problem !== null) console.warn(`tests of auth_type AH skipped: ${problem}`);

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const OURS = "192.168.1.2";
const THEIRS = "192.168.1.11";

const configuration = (priority: number, unicast: readonly [string, string] | null, password = "s3cret"): string =>
  `vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  priority ${priority}
  advert_int 1
  authentication {
    auth_type AH
    auth_pass ${password}
  }
  ${unicast ? `unicast_src_ip ${unicast[0]}\n  unicast_peer {\n    ${unicast[1]}\n  }` : ""}
  virtual_ipaddress {
    192.168.1.100
  }
}
`;

const network = (): TestNetwork => {
  const made = createNetwork({ ours: `${OURS}/24`, theirs: `${THEIRS}/24` });
  cleanups.push(made.remove);
  return made;
};
const start = (on: TestNetwork, text: string): VrrpProcess => {
  const ours = new VrrpProcess(on.namespace("ours"), modelFrom(text));
  cleanups.push(async () => {
    if (ours.exitCode === null) ours.kill();
    await until("our process to end", () => ours.exitCode !== null);
  });
  return ours;
};
const startTheirs = (on: TestNetwork, text: string): Keepalived => {
  const theirs = new Keepalived(on.namespace("theirs"), text);
  cleanups.push(() => theirs.stop());
  return theirs;
};

/** Sends our master's resignation from the other host, with this sequence number. */
const forge = (on: TestNetwork, sequence: number): void => {
  const [instance] = modelFrom(configuration(100, null)).vrrpInstances;
  if (!instance) throw new Error("no instance");
  const router = createRouter(instance, 0, 0);
  router.sequence = sequence - 1;
  const [made] = advertPackets(router, 0, THEIRS);
  const script = fileURLToPath(new URL("./integration/send-packets.ts", import.meta.url));
  const index = on.ip("theirs", "-o", "link", "show", "dev", "eth0").split(":")[0] ?? "";
  const packet = Buffer.from(made?.packet ?? []).toString("hex");
  execFileSync("ip", ["netns", "exec", on.namespace("theirs"), process.execPath, script, "eth0", index, packet]);
};

describe.skipIf(problem !== null)("auth_type AH with keepalived", () => {
  test.each([
    { way: "multicast", ours: null, theirs: null },
    { way: "unicast", ours: [OURS, THEIRS] as const, theirs: [THEIRS, OURS] as const },
  ])("by $way we hear it, pre-empt it, resign to it and come back", async ({ ours: from, theirs: to }) => {
    const on = network();
    const theirs = startTheirs(on, configuration(100, to));
    await until("keepalived to be master", () => theirs.state === "master");
    const ours = start(on, configuration(90, from));
    await until("us to hear it", () => ours.fact?.master?.priority === 100);
    ours.send({ type: "reload", model: modelFrom(configuration(110, from)) });
    await until("us to pre-empt", () => ours.state === "master");
    await until("keepalived to yield", () => theirs.state === "backup");
    await ours.stop();
    await until("keepalived to take over", () => theirs.state === "master");
    const again = start(on, configuration(110, from));
    await until("us to pre-empt again, with numbers that go on from its", () => again.state === "master");
    await until("keepalived to yield again", () => theirs.state === "backup");
    expect(again.fact?.refusedAdverts).toEqual({});
    expect(theirs.log.filter((line) => /IPSEC-AH : invalid|already processed/.test(line))).toEqual([]);
  });

  test("what was said before, or with another password, is not listened to", async () => {
    const on = network();
    const theirs = startTheirs(on, configuration(100, null));
    await until("keepalived to be master", () => theirs.state === "master");
    const ours = start(on, configuration(90, null));
    await until("us to hear it", () => ours.fact?.master?.priority === 100);
    forge(on, 1);
    await until("the repeated one to be refused", () => ours.fact?.refusedAdverts.replay === 1);
    expect(ours.state).toBe("backup");
    forge(on, 1_000_000);
    // keepalived goes on from our number and takes over again, maybe at once.
    await until("us to believe one with a new number", () => ours.transitions().includes("master"));
    const stranger = start(on, configuration(80, null, "another"));
    await until("the stranger to say why it hears nobody", () => (stranger.fact?.refusedAdverts["auth-data"] ?? 0) > 0);
  });

  test("a reload to PASS and back", async () => {
    const on = network();
    const plain = configuration(90, null).replace("auth_type AH", "auth_type PASS");
    const theirs = startTheirs(on, configuration(100, null));
    await until("keepalived to be master", () => theirs.state === "master");
    const ours = start(on, plain);
    await until("us to be master too, since each hears its own kind of packet", () => ours.state === "master");
    ours.send({ type: "reload", model: modelFrom(configuration(90, null)) });
    await until("us to hear it", () => ours.state === "backup" && ours.fact?.master?.priority === 100);
    ours.send({ type: "reload", model: modelFrom(plain) });
    await until("us to hear it no more", () => ours.state === "master");
  });
});
