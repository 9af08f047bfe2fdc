import type { Command, CommandResult } from "@baton/shared/contract/commands.ts";

/**
 * Every command the hub sent lately, by id: a repeat is answered from here and never carried out twice. A result
 * that came while the hub was away waits here until it is back.
 */
export interface CommandMemory {
  readonly entries: ReadonlyMap<string, Entry>;
}

interface Entry {
  readonly result: CommandResult | null;
  /** After this time a command without an answer is answered for its process. */
  readonly giveUpAt: number;
}

export const NO_COMMANDS: CommandMemory = { entries: new Map() };
const MAX_COMMANDS = 500;
/** A process may answer this long after the deadline: a probe waits for its first success. */
const PATIENCE_MS = 30_000;

export type Verdict =
  | { readonly type: "carry-out" }
  | { readonly type: "answer"; readonly result: CommandResult }
  | { readonly type: "wait" };

export const receiveCommand = (
  memory: CommandMemory,
  command: Command,
  now: number,
): { readonly memory: CommandMemory; readonly verdict: Verdict } => {
  const known = memory.entries.get(command.id);
  if (known) return { memory, verdict: known.result ? { type: "answer", result: known.result } : { type: "wait" } };
  const late = now > command.deadline;
  const result: CommandResult | null = late
    ? {
        id: command.id,
        outcome: "expired",
        code: "command.late",
        message: `the command reached this agent ${now - command.deadline} ms after its deadline; clocks may differ`,
      }
    : null;
  const entries = new Map(memory.entries);
  entries.set(command.id, { result, giveUpAt: Math.max(now, command.deadline) + PATIENCE_MS });
  for (const id of entries.keys()) {
    if (entries.size <= MAX_COMMANDS) break;
    entries.delete(id);
  }
  return { memory: { entries }, verdict: result ? { type: "answer", result } : { type: "carry-out" } };
};

/** Null when the hub never asked for it: a command from the local control socket. */
export const receiveResult = (memory: CommandMemory, result: CommandResult): CommandMemory | null => {
  const known = memory.entries.get(result.id);
  if (!known || known.result) return null;
  const entries = new Map(memory.entries);
  entries.set(result.id, { ...known, result });
  return { entries };
};

/** Answers for the commands whose process never did. */
export const unanswered = (memory: CommandMemory, now: number): readonly CommandResult[] =>
  [...memory.entries]
    .filter(([, entry]) => entry.result === null && now >= entry.giveUpAt)
    .map(([id]) => ({
      id,
      outcome: "failed",
      code: "command.no-answer",
      message: "the process that carries out this command did not answer",
    }));
