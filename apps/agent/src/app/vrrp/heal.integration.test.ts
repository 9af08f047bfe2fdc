import { afterEach, describe, expect, test } from "vitest";
import { Keepalived, keepalivedProblem } from "./integration/keepalived.ts";
import { modelFrom } from "./integration/model-from.ts";
import { createNetwork, networkProblem, type TestNetwork } from "./integration/network.ts";
import { VrrpProcess } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

const problem = networkProblem();
if (problem !== null) console.warn(`tests of a healed network skipped: ${problem}`);

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const configuration = (priority: number): string => `vrrp_instance VI_1 {
  interface eth0
  version 3
  virtual_router_id 51
  priority ${priority}
  advert_int 0.1
  dont_track_primary
  virtual_ipaddress {
    192.168.1.100
  }
}
`;

const network = (): TestNetwork => {
  const on = createNetwork({ strong: "192.168.1.2/24", weak: "192.168.1.11/24" });
  cleanups.push(on.remove);
  return on;
};

const start = (on: TestNetwork, host: string, priority: number): VrrpProcess => {
  const started = new VrrpProcess(on.namespace(host), modelFrom(configuration(priority)));
  cleanups.push(async () => {
    if (started.exitCode === null) started.kill();
    await until("a process to end", () => started.exitCode !== null);
  });
  return started;
};

const announcements = (log: readonly string[]): number =>
  log.filter((line) => line.includes("gratuitous ARPs on eth0 for 192.168.1.100")).length;

describe.skipIf(problem !== null)("after a partition", () => {
  test("the master that saw no change announces its addresses again, and the other one yields", async () => {
    const on = network();
    const strong = start(on, "strong", 100);
    const weak = start(on, "weak", 90);
    await until("one master", () => strong.state === "master" && weak.fact?.master?.priority === 100);
    on.cable("weak", "down");
    await until("two masters", () => weak.state === "master");
    const before = announcements(strong.log);
    on.cable("weak", "up");
    await until("one master again", () => weak.state === "backup");
    await until("it to announce itself", () => announcements(strong.log) > before);
    expect(strong.transitions()).toEqual(["backup", "master"]);
  });

  test.skipIf(keepalivedProblem() !== null)(
    "a keepalived that saw no change does so too when we yield to it",
    async () => {
      const on = network();
      const strong = new Keepalived(on.namespace("strong"), configuration(100));
      cleanups.push(() => strong.stop());
      const weak = start(on, "weak", 90);
      await until("one master", () => strong.state === "master" && weak.fact?.master?.priority === 100);
      on.cable("weak", "down");
      await until("two masters", () => weak.state === "master");
      const before = announcements(strong.log);
      on.cable("weak", "up");
      await until("one master again", () => weak.state === "backup");
      await until("it to announce itself", () => announcements(strong.log) > before);
    },
  );
});
