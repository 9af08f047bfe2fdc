import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { networkProblem } from "./integration/network.ts";
import { command, fast, read, TrackBed } from "./integration/track-bed.ts";
import { modelOf } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

const problem = networkProblem();
if (problem !== null) console.warn(`tests of notify scripts skipped: ${problem}`);

let bed: TrackBed;
beforeEach(() => {
  bed = new TrackBed();
});
afterEach(() => bed.close());

describe.skipIf(problem !== null)("notifications by script and pipe", () => {
  test("notifications: in order, one at a time, with their status, also at the stop; and the pipe", async () => {
    const out = join(bed.folder, "out");
    const slow = bed.program("n", `sleep 0.2; echo "$*" >> ${out}; test "$3" != BACKUP`);
    const fifo = join(bed.folder, "fifo");
    const a = bed.start({
      ...modelOf(
        fast({
          notify: {
            master: command(slow, "m"),
            backup: command(slow, "b"),
            fault: null,
            stop: command(slow, "s"),
            any: command(slow),
          },
        }),
      ),
      globals: { routerId: null, vrrpFifos: [{ path: fifo }] },
    });
    await until("master", () => a.state === "master");
    await until("the master's script", () => a.events.filter(({ kind }) => kind === "notify.ended").length === 4);
    const lines = execFileSync("head", ["-n", "2", fifo], { encoding: "utf8", timeout: 5000 });
    expect(lines).toBe('INSTANCE "VI_1" BACKUP 100\nINSTANCE "VI_1" MASTER 100\n');
    await a.stop();
    expect(read(out).trim().split("\n")).toEqual([
      "b",
      "INSTANCE VI_1 BACKUP 100",
      "m",
      "INSTANCE VI_1 MASTER 100",
      "s",
      "INSTANCE VI_1 STOP 100",
    ]);
    const ended = a.events.filter(({ kind }) => kind === "notify.ended");
    expect(ended.map(({ data }) => [data.keyword, data.code])).toEqual([
      ["notify_backup", 0],
      ["notify", 1],
      ["notify_master", 0],
      ["notify", 0],
      ["notify_stop", 0],
      ["notify", 0],
    ]);
    expect(read(fifo)).toBe("");
  });

  test("a sync group tells once, when all of its members are there", async () => {
    const out = join(bed.folder, "out");
    const told = command(bed.program("g", `echo "$*" >> ${out}`));
    const vips = [{ address: "192.168.1.101", prefixLength: 32, interface: "eth0", label: null }];
    const second = fast({ name: "VI_2", virtualRouterId: 52, virtualAddresses: vips });
    const notify = { master: null, backup: null, fault: null, stop: null, any: told };
    const a = bed.start({
      ...modelOf(fast({}), second),
      syncGroups: [{ name: "VG_1", members: ["VI_1", "VI_2"], notify }],
    });
    await until("the group to be master", () => read(out).includes("MASTER"));
    await a.stop();
    expect(read(out).trim().split("\n")).toEqual(["GROUP VG_1 BACKUP 0", "GROUP VG_1 MASTER 0", "GROUP VG_1 STOP 0"]);
  });
});
