import type { Command, CommandResult } from "@baton/shared/contract/commands.ts";
import { expect, test } from "vitest";
import { NO_COMMANDS, receiveCommand, receiveResult, unanswered } from "./command-memory.ts";

const command = (id: string, deadline = 1000): Command => ({
  id,
  deadline,
  requestedBy: "ann",
  reason: "",
  body: { kind: "release", instance: "VI_1" },
});
const done = (id: string): CommandResult => ({ id, outcome: "done", code: "", message: "" });

test("a command is carried out once, however often it comes", () => {
  const first = receiveCommand(NO_COMMANDS, command("a"), 0);
  expect(first.verdict).toEqual({ type: "carry-out" });
  const repeat = receiveCommand(first.memory, command("a"), 1);
  expect(repeat.verdict).toEqual({ type: "wait" });
  const answered = receiveResult(repeat.memory, done("a"));
  if (!answered) throw new Error("the result is not known");
  expect(receiveCommand(answered, command("a"), 2).verdict).toEqual({ type: "answer", result: done("a") });
});

test("a command after its deadline is answered, not carried out", () => {
  const { verdict } = receiveCommand(NO_COMMANDS, command("a", 1000), 1001);
  expect(verdict).toMatchObject({ type: "answer", result: { id: "a", outcome: "expired", code: "command.late" } });
  expect(receiveCommand(NO_COMMANDS, command("a", 1000), 1000).verdict.type).toBe("carry-out");
});

test("a result nobody asked for, or a second one, is not passed on", () => {
  const { memory } = receiveCommand(NO_COMMANDS, command("a"), 0);
  expect(receiveResult(memory, done("b"))).toBeNull();
  const answered = receiveResult(memory, done("a"));
  expect(answered && receiveResult(answered, done("a"))).toBeNull();
});

test("a process that never answers is answered for, after its patience only", () => {
  const { memory } = receiveCommand(NO_COMMANDS, command("a", 1000), 0);
  expect(unanswered(memory, 30_999)).toEqual([]);
  expect(unanswered(memory, 31_000)).toMatchObject([{ id: "a", outcome: "failed", code: "command.no-answer" }]);
});

test("the memory is bounded", () => {
  let memory = NO_COMMANDS;
  for (let i = 0; i < 1200; i++) memory = receiveCommand(memory, command(`c${i}`), 0).memory;
  expect(memory.entries.size).toBe(500);
  expect(memory.entries.has("c1199")).toBe(true);
});
