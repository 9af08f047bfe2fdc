import type { SyncDaemonSettings } from "@baton/shared/config/model-track.ts";
import { expect, test } from "vitest";
import { syncOperations, wantedRoles } from "./sync-daemon.ts";

const settings: SyncDaemonSettings = {
  interface: "eth0",
  instance: "VI_1",
  syncId: 51,
  maxLength: null,
  port: null,
  ttl: null,
  group: null,
};

test("the role follows the instance; without one both run", () => {
  expect(wantedRoles(settings, false)).toEqual(["backup"]);
  expect(wantedRoles(settings, true)).toEqual(["master"]);
  expect(wantedRoles({ ...settings, instance: null }, false)).toEqual(["master", "backup"]);
  expect(wantedRoles(null, true)).toEqual([]);
});

test("what goes is stopped before what comes is started", () => {
  expect(syncOperations(["backup"], ["master"], settings)).toEqual([
    { op: "stop", role: "backup" },
    { op: "start", role: "master", settings },
  ]);
  expect(syncOperations(["backup"], ["backup"], settings)).toEqual([]);
  expect(syncOperations(["master", "backup"], [], null)).toEqual([
    { op: "stop", role: "master" },
    { op: "stop", role: "backup" },
  ]);
});
