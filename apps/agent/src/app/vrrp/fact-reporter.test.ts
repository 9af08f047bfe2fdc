import type { FactChange } from "@baton/shared/contract/facts.ts";
import { expect, test } from "vitest";
import type { HeardMaster } from "../../ports/process-channel.ts";
import { FactReporter } from "./fact-reporter.ts";
import { instance } from "./integration/vrrp-process.ts";
import { createRouter, type Router } from "./router.ts";

const WALL_OFFSET = 1_000_000;

/** A backup that heard its master at 10. */
const backup = (name: string): Router => {
  const router = createRouter(instance({ name }), 0, 0);
  router.state = { ...router.state, master: { address: "192.168.1.11", priority: 200, heardAt: 10 } };
  return router;
};

const rig = (hasRoom: boolean) => {
  const routers = [backup("VI_1"), backup("VI_2"), backup("VI_3")];
  const told: FactChange[] = [];
  const heard: HeardMaster[] = [];
  const reporter = new FactReporter({
    report: (changes) => void told.push(...changes),
    heard: (masters) => {
      if (hasRoom) heard.push(...masters);
      return hasRoom;
    },
  });
  /** What is told in a wake-up leaves at its end. */
  const wakeUp = async (work: () => void): Promise<string[]> => {
    told.length = 0;
    heard.length = 0;
    work();
    await Promise.resolve();
    return told.flatMap((change) => (change.op === "set" ? [change.fact.key] : []));
  };
  const confirm = () => wakeUp(() => reporter.confirm(routers, WALL_OFFSET, 0));
  return { routers, heard, reporter, wakeUp, confirm };
};

const start = async (hasRoom: boolean) => {
  const all = rig(hasRoom);
  const { routers, reporter, wakeUp, confirm } = all;
  await wakeUp(() => {
    for (const router of routers) reporter.changed(router, () => WALL_OFFSET);
  });
  await confirm();
  await confirm();
  for (const router of routers) router.heardAgainAt = 500;
  return all;
};

test("of backups that only hear their masters the times alone are told; one carries the process's lateness too", async () => {
  const { heard, confirm } = await start(true);
  expect(await confirm()).toEqual(["VI_1"]);
  expect(heard).toEqual([
    ["VI_2", WALL_OFFSET + 500],
    ["VI_3", WALL_OFFSET + 500],
  ]);
  expect(await confirm()).toEqual([]);
  expect(heard).toEqual([]);
});

test("without room they are told as whole facts", async () => {
  const { confirm } = await start(false);
  expect(await confirm()).toEqual(["VI_1", "VI_2", "VI_3"]);
});
