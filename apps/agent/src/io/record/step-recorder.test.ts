import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { RouterEvent } from "../../core/vrrp/event.ts";
import type { Line } from "../../core/vrrp/recording.ts";
import type { RouterState } from "../../core/vrrp/state.ts";
import { initialState, step } from "../../core/vrrp/step.ts";
import { testParams } from "../../core/vrrp/testing/params.ts";
import type { StepRecorder } from "../../ports/step-recorder.ts";
import { openStepRecorder } from "./step-recorder.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const place = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "baton-record-"));
  folders.push(folder);
  return join(folder, "vrrp.jsonl");
};

const params = testParams({});

const feed = (recorder: StepRecorder, state: RouterState, event: RouterEvent): RouterState => {
  const { state: after, actions } = step(params, state, event);
  recorder.taken({ router: "VI_1", params, before: state, event, after, actions });
  return after;
};

const types = (file: string): string[] =>
  readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as Line).type);

const START: RouterEvent = { type: "start", at: 0, link: { usable: true, address: "192.168.1.5" } };

test("a router begins once, and again when its state has changed by something else", async () => {
  const file = place();
  const recorder = openStepRecorder(file, () => {});
  let state = feed(recorder, initialState(params, 0), START);
  state = feed(recorder, state, { type: "tick", at: 5000 });
  feed(recorder, { ...state }, { type: "tick", at: 6000 });
  await recorder.close();
  expect(types(file)).toEqual(["begin", "event", "event", "begin", "event"]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("a full file makes room, and each file stands alone", async () => {
  const file = place();
  const recorder = openStepRecorder(file, () => {}, 2000);
  let state = feed(recorder, initialState(params, 0), START);
  for (let at = 5000; at < 40_000; at += 1000) state = feed(recorder, state, { type: "tick", at });
  await recorder.close();
  for (const each of [file, `${file}.1`]) {
    expect(types(each)[0]).toBe("begin");
    expect(statSync(each).size).toBeLessThan(4000);
  }
  expect(existsSync(`${file}.2`)).toBe(false);
});

test("where nothing can be written it says so once and goes on", async () => {
  const told: string[] = [];
  const recorder = openStepRecorder(join(place(), "missing", "file"), (why) => told.push(why));
  let state = feed(recorder, initialState(params, 0), START);
  state = feed(recorder, state, { type: "tick", at: 5000 });
  await recorder.close();
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/ENOENT|ENOTDIR/);
});
