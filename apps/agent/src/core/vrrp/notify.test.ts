import type { NotifyScripts, ScriptCommand } from "@baton/shared/config/model-track.ts";
import { expect, test } from "vitest";
import { groupState, notifyLine, notifyRuns, type StateChange } from "./notify.ts";

const command = (...argv: [string, ...string[]]): ScriptCommand => ({ argv, user: null });
const scripts: NotifyScripts = {
  master: command("/m"),
  backup: null,
  fault: command("/f", "x"),
  stop: command("/s"),
  any: command("/n", "own"),
};
const change = (to: StateChange["to"], priority = 100): StateChange => ({
  type: "INSTANCE",
  name: "VI_1",
  to,
  priority,
});

test.each([
  ["master", 'INSTANCE "VI_1" MASTER 100'],
  ["backup", 'INSTANCE "VI_1" BACKUP 100'],
  ["fault", 'INSTANCE "VI_1" FAULT 100'],
  ["initialize", 'INSTANCE "VI_1" STOP 100'],
] as const)("the pipe's line for %s", (to, line) => {
  expect(notifyLine(change(to))).toBe(line);
});

test("the state's script, then the general one with four more arguments", () => {
  expect(notifyRuns(change("master"), scripts).map(({ keyword, command: { argv } }) => [keyword, ...argv])).toEqual([
    ["notify_master", "/m"],
    ["notify", "/n", "own", "INSTANCE", "VI_1", "MASTER", "100"],
  ]);
  expect(notifyRuns(change("backup", 90), scripts).map(({ command: { argv } }) => argv)).toEqual([
    ["/n", "own", "INSTANCE", "VI_1", "BACKUP", "90"],
  ]);
  expect(notifyRuns(change("initialize"), scripts).map(({ keyword }) => keyword)).toEqual(["notify_stop", "notify"]);
  expect(notifyRuns(change("fault"), undefined)).toEqual([]);
});

test.each([
  [["master", "master"], "master"],
  [["backup", "master"], null],
  [["master", "fault"], "fault"],
  [["initialize", "initialize"], "initialize"],
  [[], null],
] as const)("a group of %j is in %s", (members, state) => {
  expect(groupState(members)).toBe(state);
});

test("a group's line and arguments", () => {
  const group: StateChange = { type: "GROUP", name: "VG_1", to: "master", priority: 0 };
  expect(notifyLine(group)).toBe('GROUP "VG_1" MASTER 0');
  expect(notifyRuns(group, scripts)[1]?.command.argv).toEqual(["/n", "own", "GROUP", "VG_1", "MASTER", "0"]);
});
