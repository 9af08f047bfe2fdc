import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { millis } from "@baton/shared/base/duration.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { networkProblem } from "./integration/network.ts";
import { command, fast, pause, read, script, TrackBed } from "./integration/track-bed.ts";
import { modelOf } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

const problem = networkProblem();
if (problem !== null) console.warn(`tests of tracked scripts skipped: ${problem}`);

let bed: TrackBed;
beforeEach(() => {
  bed = new TrackBed();
});
afterEach(() => bed.close());

describe.skipIf(problem !== null)("a tracked script", () => {
  test("a script's weight changes the priority, its failure without a weight means fault", async () => {
    const flag = join(bed.folder, "flag");
    const weighted = script("weighted", { command: command(bed.program("w", `test ! -e ${flag}`)) });
    const strict = script("strict", {
      command: command(bed.program("s", `test ! -e ${flag}.2 || { echo broken; exit 3; }`)),
    });
    const a = bed.start({
      ...modelOf(
        fast({
          trackScripts: [
            { name: "weighted", weight: -30, reverse: false },
            { name: "strict", weight: 0, reverse: false },
          ],
        }),
      ),
      trackScripts: [weighted, strict],
    });
    await until("master after the first results", () => a.state === "master");
    writeFileSync(flag, "");
    await until("a lower priority", () => a.fact?.effectivePriority === 70);
    expect(a.state).toBe("master");
    writeFileSync(`${flag}.2`, "");
    await until("fault", () => a.state === "fault");
    expect(a.fact?.cause).toBe("script strict: exit status 3: broken");
    rmSync(flag);
    rmSync(`${flag}.2`);
    await until("master again", () => a.state === "master" && a.fact?.effectivePriority === 100);
    expect(a.log.some((line) => line.includes("VRRP_Script(strict) failed (exit status 3: broken)"))).toBe(true);
  });

  test("a reload that tracks something new leaves a master alone until there is a result", async () => {
    const a = bed.start(modelOf(fast({})));
    await until("master", () => a.state === "master");
    const late = script("late", { command: command(bed.program("late", "sleep 0.3; exit 1")), interval: millis(1000) });
    a.send({
      type: "reload",
      model: {
        ...modelOf(fast({ trackScripts: [{ name: "late", weight: 0, reverse: false }] })),
        trackScripts: [late],
      },
    });
    await until("fault", () => a.state === "fault");
    expect(a.fact?.cause).toBe("script late: exit status 1");
    a.send({ type: "reload", model: modelOf(fast({})) });
    await until("master again", () => a.state === "master");
    expect(a.transitions()).toEqual(["backup", "master", "fault", "backup", "master"]);
  });

  test("no fault is told at the start: an instance waits for the first result, its sync group with it", async () => {
    const out = join(bed.folder, "out");
    const slow = script("slow", {
      command: command(bed.program("slow", `while ! test -e ${bed.folder}/go; do sleep 0.05; done`)),
      timeout: millis(60_000),
    });
    const vips = [{ address: "192.168.1.101", prefixLength: 32, interface: "eth0", label: null }];
    const told = command(bed.program("told", `echo "$3" >> ${out}`));
    const first = fast({
      trackScripts: [{ name: "slow", weight: 0, reverse: false }],
      notify: { master: null, backup: null, fault: null, stop: null, any: told },
    });
    const a = bed.start({
      ...modelOf(first, fast({ name: "VI_2", virtualRouterId: 52, virtualAddresses: vips })),
      trackScripts: [slow],
      syncGroups: [{ name: "VG_1", members: ["VI_1", "VI_2"] }],
    });
    await until("the wait", () => a.facts.get("VI_1")?.cause === "waiting for the first result of script slow");
    await until("the other's wait", () => a.facts.get("VI_2")?.state === "initialize");
    await pause(500);
    expect(a.transitions()).toEqual([]);
    writeFileSync(join(bed.folder, "go"), "");
    await until("master", () => [...a.facts.values()].every(({ state }) => state === "master"));
    await until("the script", () => read(out) === "BACKUP\nMASTER\n");
    expect(a.transitions()).not.toContain("fault");
  });
});
