import type { Command, CommandResult } from "@baton/shared/contract/commands.ts";
import { NO_COMMANDS, receiveCommand, receiveResult, unanswered } from "../../core/uplink/command-memory.ts";
import type { ChildContext } from "../child.ts";

/** The hub's commands: each carried out once, each answered, also when the hub was away in between. */
export interface CommandDesk {
  command(command: Command): void;
  /** A process's answer; those to commands that the hub never sent are not for it. */
  result(result: CommandResult): void;
  /** The hub is there: it gets what waited. */
  deliver(): void;
  /** Answers for processes that never did. Call it about once a second. */
  tick(): void;
}

const MAX_UNDELIVERED = 100;

/** `send` says whether the hub was there to take the result. */
export const createCommandDesk = (context: ChildContext, send: (result: CommandResult) => boolean): CommandDesk => {
  let memory = NO_COMMANDS;
  let undelivered: readonly CommandResult[] = [];

  const answer = (result: CommandResult): void => {
    if (!send(result)) undelivered = [...undelivered.slice(1 - MAX_UNDELIVERED), result];
  };
  const takeResult = (result: CommandResult): void => {
    const next = receiveResult(memory, result);
    if (!next) return;
    memory = next;
    answer(result);
  };
  return {
    command: (command) => {
      const received = receiveCommand(memory, command, Date.now());
      memory = received.memory;
      if (received.verdict.type === "answer") answer(received.verdict.result);
      if (received.verdict.type !== "carry-out") return;
      context.log(`command ${command.body.kind} (${command.id}) by ${command.requestedBy}: ${command.reason}`);
      context.command(command);
    },
    result: takeResult,
    deliver: () => {
      const waiting = undelivered;
      undelivered = [];
      for (const result of waiting) answer(result);
    },
    tick: () => {
      for (const result of unanswered(memory, Date.now())) takeResult(result);
    },
  };
};
