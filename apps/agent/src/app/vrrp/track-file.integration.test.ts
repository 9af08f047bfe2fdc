import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { networkProblem } from "./integration/network.ts";
import { fast, range, read, TrackBed } from "./integration/track-bed.ts";
import { modelOf } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

const problem = networkProblem();
if (problem !== null) console.warn(`tests of tracked files skipped: ${problem}`);

let bed: TrackBed;
beforeEach(() => {
  bed = new TrackBed();
});
afterEach(() => bed.close());

describe.skipIf(problem !== null)("a tracked file", () => {
  test("a tracked file: made at the start, changed, replaced, removed", async () => {
    const path = join(bed.folder, "number");
    const a = bed.start({
      ...modelOf(fast({ trackFiles: [{ name: "number", weight: 2, reverse: false }] })),
      trackFiles: [
        {
          name: "number",
          range,
          path,
          weight: 1,
          reverse: false,
          initial: { value: 5, overwrite: false },
        },
      ],
    });
    const priority = (wanted: number) => until(`priority ${wanted}`, () => a.fact?.effectivePriority === wanted);
    await priority(110);
    expect(read(path)).toBe("5\n");
    writeFileSync(path, "-20\n");
    await priority(60);
    writeFileSync(`${path}.new`, "7");
    renameSync(`${path}.new`, path);
    await priority(114);
    rmSync(path);
    await priority(100);
    writeFileSync(path, "rubbish");
    writeFileSync(path, "-127");
    await until("fault", () => a.fact?.cause === "file number says -127, with its weight -254");
  });
});
