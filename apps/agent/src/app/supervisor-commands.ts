import type { Command, CommandResult } from "@baton/shared/contract/commands.ts";

/** Commands given on this host, until their result is there. */
export interface LocalCommands {
  /** Resolves with the result; null when none came before `timeoutMs`, or too many wait already. */
  run(command: Command, timeoutMs: number): Promise<CommandResult | null>;
  /** False: nobody here waits for it. */
  answer(result: CommandResult): boolean;
}

const MAX_WAITING = 100;

export const createLocalCommands = (dispatch: (command: Command) => void): LocalCommands => {
  const waiting = new Map<string, (result: CommandResult) => void>();
  return {
    run: (command, timeoutMs) =>
      new Promise((resolve) => {
        if (waiting.size >= MAX_WAITING) return resolve(null);
        const finish = (outcome: CommandResult | null): void => {
          clearTimeout(timer);
          waiting.delete(command.id);
          resolve(outcome);
        };
        const timer = setTimeout(() => finish(null), timeoutMs);
        waiting.set(command.id, finish);
        dispatch(command);
      }),
    answer: (result) => {
      const finish = waiting.get(result.id);
      finish?.(result);
      return finish !== undefined;
    },
  };
};
