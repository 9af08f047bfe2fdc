import type { NotifyScripts, ScriptCommand } from "@baton/shared/config/model-track.ts";
import { expect, test } from "vitest";
import { notifyLine, notifyRuns, type StateChange } from "./notify.ts";

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
