import { execFileSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { millis } from "@baton/shared/base/duration.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { networkProblem } from "./integration/network.ts";
import { alive, command, fast, read, script, TrackBed } from "./integration/track-bed.ts";
import { modelOf } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

const problem = networkProblem();
if (problem !== null) console.warn(`tests of the script helper skipped: ${problem}`);

let bed: TrackBed;
beforeEach(() => {
  bed = new TrackBed();
});
afterEach(() => bed.close());

describe.skipIf(problem !== null)("the helper that runs scripts", () => {
  test("a script that hangs is killed with all its children, counts as failed, and never delays the process", async () => {
    const pids = join(bed.folder, "pids");
    const body = `trap '' TERM\nsleep 300 & echo $! $$ > ${pids}\nwait`;
    const hanging = script("hang", { command: command(bed.program("h", body)), timeout: millis(300) });
    const a = bed.start({
      ...modelOf(fast({ trackScripts: [{ name: "hang", weight: -10, reverse: false }] })),
      trackScripts: [hanging],
    });
    await until("the time limit to count", () => a.fact?.effectivePriority === 90);
    const first = read(pids).trim().split(" ").map(Number);
    expect(first).toHaveLength(2);
    await until("the killing", () => first.every((pid) => !alive(pid)));
    await until("the next run", () => read(pids).trim() !== first.join(" ") && read(pids) !== "");
    const second = read(pids).trim().split(" ").map(Number);
    await a.stop();
    await until("the running script's end", () => second.every((pid) => !alive(pid)));
    expect(a.transitions()).toEqual(["backup", "master", "initialize"]);
  });

  test("the end of the VRRP process, however it comes, ends its helper and what that runs", async () => {
    const pids = join(bed.folder, "pids");
    const long = script("long", {
      command: command(bed.program("l", `echo $$ $PPID > ${pids}\nexec sleep 300`)),
      timeout: millis(60_000),
    });
    const a = bed.start({
      ...modelOf(fast({ trackScripts: [{ name: "long", weight: 10, reverse: false }] })),
      trackScripts: [long],
    });
    await until("the script to run", () => read(pids).trim() !== "");
    const both = read(pids).trim().split(" ").map(Number);
    a.kill();
    await until("both to end", () => both.every((pid) => !alive(pid)));
  });

  test("a helper that dies is started again, and what it said stays in force meanwhile", async () => {
    const pid = join(bed.folder, "pid");
    const said = script("said", { command: command(bed.program("p", `echo $PPID > ${pid}; exit 1`)) });
    const a = bed.start({
      ...modelOf(fast({ trackScripts: [{ name: "said", weight: -10, reverse: false }] })),
      trackScripts: [said],
    });
    await until("the first result", () => a.fact?.effectivePriority === 90 && a.state === "master");
    const first = Number(read(pid));
    process.kill(first, "SIGKILL");
    await until("another helper", () => read(pid).trim() !== "" && Number(read(pid)) !== first);
    expect(a.fact?.effectivePriority).toBe(90);
    expect(a.transitions()).toEqual(["backup", "master"]);
  });

  test("another account, and script security", async () => {
    const out = join(bed.folder, "out");
    writeFileSync(out, "");
    chmodSync(out, 0o666);
    const path = bed.program("id", `echo "$(id -u) $(id -G) $* $(env | sort | head -c 300 | tr '\\n' ';')" > ${out}`);
    const asNobody = script("nobody", {
      command: { argv: [path, "two words", "$HOME;"], user: { name: "nobody", group: null } },
    });
    const unsafe = script("unsafe", { command: command(path) });
    const a = bed.start({
      ...modelOf(
        fast({
          trackScripts: [
            { name: "nobody", weight: 5, reverse: false },
            { name: "unsafe", weight: 0, reverse: false },
          ],
        }),
      ),
      globals: { routerId: null, scripts: { security: true, user: null } },
      trackScripts: [asNobody, unsafe],
    });
    await until("master", () => a.state === "master" && a.fact?.effectivePriority === 105);
    expect(read(out)).toMatch(/^65534 65534 two words \$HOME; /);
    expect(read(out)).not.toContain("NODE");
    const told = a.events.find((event) => event.kind === "track.changed" && event.subject === "unsafe");
    expect(told?.text).toContain("/tmp can be written by everyone, so root will not run it");
  });

  test("realtime priority and locked pages are the VRRP process's alone", async () => {
    const pid = join(bed.folder, "pid");
    const said = script("said", {
      command: command(bed.program("p", `echo $$ > ${pid}; sleep 300`)),
      timeout: millis(60_000),
    });
    const a = bed.start({
      ...modelOf(fast({ trackScripts: [{ name: "said", weight: 10, reverse: false }] })),
      globals: { routerId: null, vrrpScheduling: { realtimePriority: 10, nice: -5, lockMemory: true } },
      trackScripts: [said],
    });
    await until("the script to run", () => read(pid).trim() !== "" && a.ready);
    const refused = a.log.some((line) => line.includes("not possible here") || line.includes("not locked in memory"));
    const status = execFileSync("cat", [`/proc/${a.child.pid}/status`], { encoding: "utf8" });
    const policy = (of: number): string => read(`/proc/${of}/stat`).split(") ")[1]?.split(" ")[38] ?? "";
    if (!refused) {
      expect(policy(a.child.pid ?? 0)).toBe("2");
      expect(Number(/VmLck:\s+(\d+)/.exec(status)?.[1])).toBeGreaterThan(10_000);
    }
    expect(policy(Number(read(pid)))).toBe("0");
    expect(
      read(`/proc/${read(pid).trim()}/stat`)
        .split(") ")[1]
        ?.split(" ")[16],
    ).toBe("0");
  });
});
