import type { TrackedItem } from "@baton/shared/config/model-track.ts";
import { expect, test } from "vitest";
import { judgeTracks, type Tracking, type TrackKind, type TrackResult, trackKey } from "./track.ts";

const item = (weight: number, reverse = false): TrackedItem => ({ name: "x", weight, reverse });
const result = (kind: TrackKind, status: TrackResult["status"], value = 0): TrackResult => ({
  kind,
  name: "x",
  status,
  value,
  detail: "exit status 1",
});
const judge = (tracking: Tracking, ...results: readonly TrackResult[]) =>
  judgeTracks(tracking, new Map(results.map((each) => [trackKey(each.kind, each.name), each])), true);

const scripts: [string, TrackedItem, TrackResult["status"] | null, number, string | null][] = [
  ["weight 0, up", item(0), "up", 0, null],
  ["weight 0, down: fault", item(0), "down", 0, "script x: exit status 1"],
  ["weight 0, not run yet: fault", item(0), null, 0, "script x has no result yet"],
  ["weight 0, disabled: as if not tracked", item(0), "disabled", 0, null],
  ["weight 0 reversed, up: fault", item(0, true), "up", 0, "script x: exit status 1"],
  ["weight 0 reversed, down", item(0, true), "down", 0, null],
  ["positive while up", item(20), "up", 20, null],
  ["not while down", item(20), "down", 0, null],
  ["nor before the first run", item(20), null, 0, null],
  ["negative while down", item(-20), "down", -20, null],
  ["not while up", item(-20), "up", 0, null],
  ["nor before the first run", item(-20), null, 0, null],
  ["positive reversed while down", item(20, true), "down", 20, null],
  ["negative reversed while up", item(-20, true), "up", -20, null],
  ["negative, disabled", item(-20), "disabled", 0, null],
];

test.each(scripts)("script: %s", (_, tracked, status, adjustment, problem) => {
  for (const kind of ["script", "process", "bfd"] as const) {
    const list = ({ script: "trackScripts", process: "trackProcesses", bfd: "trackBfds" } as const)[kind];
    const tracking = { [list]: [tracked] };
    const verdict = judge(tracking, ...(status === null ? [] : [result(kind, status)]));
    expect(verdict).toMatchObject({ adjustment, problem: problem?.replace("script", kind) ?? null });
  }
});

const files: [string, TrackedItem, number | null, number, string | null][] = [
  ["the number", item(1), 10, 10, null],
  ["times the weight", item(-2), 10, -20, null],
  ["reversed", item(2, true), 10, -20, null],
  ["no file yet", item(1), null, 0, null],
  ["-254 or less: fault", item(1), -254, 0, "file x says -254, with its weight -254"],
  ["-253 is a priority", item(1), -253, -253, null],
  ["never above 253", item(5), 100, 253, null],
  ["weight 0, not 0: fault", item(0), 3, 0, "file x says 3"],
  ["weight 0, 0", item(0), 0, 0, null],
  ["weight 0 reversed, 0: fault", item(0, true), 0, 0, "file x says 0"],
  ["weight 0 reversed, not 0", item(0, true), 1, 0, null],
];

test.each(files)("file: %s", (_, tracked, value, adjustment, problem) => {
  const verdict = judge({ trackFiles: [tracked] }, ...(value === null ? [] : [result("file", "up", value)]));
  expect(verdict).toMatchObject({ adjustment, problem });
});

test("weights add up and are named", () => {
  const verdict = judge(
    { trackScripts: [item(-20)], trackFiles: [{ name: "f", weight: 1, reverse: false }] },
    result("script", "down"),
    { ...result("file", "up", 5), name: "f" },
  );
  expect(verdict).toEqual({ adjustment: -15, parts: ["x -20", "f +5"], problem: null, waitsFor: null });
});

test("an instance that runs already does not wait for the first result", () => {
  expect(judgeTracks({ trackScripts: [item(0)] }, new Map(), false).problem).toBeNull();
  const down = result("script", "down");
  expect(judgeTracks({ trackScripts: [item(0)] }, new Map([[trackKey("script", "x"), down]]), false).problem).toBe(
    "script x: exit status 1",
  );
});

test("what has to be waited for before the start is named", () => {
  expect(judge({ trackScripts: [item(-5)], trackFiles: [item(0)] }).waitsFor).toBeNull();
  expect(judge({ trackProcesses: [item(0)] }).waitsFor).toBe("process x");
  expect(judge({ trackProcesses: [item(0)] }, result("process", "disabled")).waitsFor).toBeNull();
});
