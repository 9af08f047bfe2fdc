import type { SyncDaemonSettings } from "@baton/shared/config/model-track.ts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { SyncOperation } from "../../core/ipvs/sync-daemon.ts";
import { createSyncDaemonKeeper, type SyncDaemonKeeper } from "./sync-daemon-keeper.ts";

const settings: SyncDaemonSettings = {
  interface: "eth0",
  instance: "VI_1",
  syncId: 51,
  maxLength: null,
  port: null,
  ttl: null,
  group: null,
};

let done: string[];
let lines: string[];
let problem: string | null;
let keeper: SyncDaemonKeeper;

const apply = async (operations: readonly SyncOperation[]): Promise<string | null> => {
  done.push(operations.map(({ op, role }) => `${op} ${role}`).join(", "));
  return problem;
};
const taken = (): string[] => done.splice(0);

beforeEach(() => {
  vi.useFakeTimers();
  done = [];
  lines = [];
  problem = null;
  keeper = createSyncDaemonKeeper(apply, (line) => lines.push(line));
});
afterEach(async () => {
  await keeper.stop();
  vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(0);

test("what an earlier run left is stopped, then the role follows the instance", async () => {
  keeper.configure(settings);
  await settle();
  expect(taken()).toEqual(["stop master, stop backup, start backup"]);
  keeper.vrrpState("VI_1", "master");
  keeper.vrrpState("VI_2", "master");
  await settle();
  expect(taken()).toEqual(["stop backup, start master"]);
  keeper.vrrpState("VI_1", "fault");
  await settle();
  expect(taken()).toEqual(["stop master, start backup"]);
  await keeper.stop();
  expect(taken()).toEqual(["stop backup"]);
});

test("a failure is told once and tried again from scratch", async () => {
  problem = "no module";
  keeper.configure(settings);
  await vi.advanceTimersByTimeAsync(5000);
  expect(taken()).toHaveLength(2);
  expect(lines).toEqual(["lvs_sync_daemon: no module; trying again every 5 s"]);
  problem = null;
  await vi.advanceTimersByTimeAsync(5000);
  expect(taken()).toEqual(["stop master, stop backup, start backup"]);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(taken()).toEqual([]);
});

test("other settings, and none any more", async () => {
  keeper.configure(settings);
  await settle();
  taken();
  keeper.configure({ ...settings });
  await settle();
  expect(taken()).toEqual([]);
  keeper.configure({ ...settings, instance: null });
  await settle();
  expect(taken()).toEqual(["stop master, stop backup, start master, start backup"]);
  keeper.configure(null);
  await settle();
  expect(taken()).toEqual(["stop master, stop backup"]);
  keeper.vrrpState("VI_1", "master");
  await settle();
  expect(taken()).toEqual([]);
});

test("without the keyword the kernel is left alone", async () => {
  keeper.configure(null);
  keeper.vrrpState("VI_1", "master");
  await settle();
  await keeper.stop();
  expect(taken()).toEqual([]);
});
