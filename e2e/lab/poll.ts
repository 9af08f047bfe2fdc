import { setTimeout as sleep } from "node:timers/promises";
import { errorText } from "@baton/shared/base/error-text.ts";

export interface PollOptions {
  /** What is waited for, for the error: "lvs2 holds 192.168.1.100". */
  readonly what: string;
  readonly deadlineMs: number;
  readonly everyMs?: number;
  readonly signal?: AbortSignal;
  /** Asked once when the wait is given up; its text is appended to the error. */
  readonly evidence?: () => Promise<string>;
}

/** Thrown by an attempt when waiting on can't help: the process that was waited for has ended. */
export class Hopeless extends Error {
  override readonly name = "Hopeless";
}

/** Tries until `attempt` gives something other than null. An attempt's error counts as "not yet" and is told in the end. */
export const poll = async <T>(options: PollOptions, attempt: () => Promise<T | null>): Promise<T> => {
  const start = performance.now();
  const giveUp = async (last: string): Promise<Error> => {
    const waited = ((performance.now() - start) / 1000).toFixed(1);
    const seen = (await options.evidence?.().catch(errorText)) ?? "";
    return new Error([`waited ${waited} s in vain: ${options.what}`, last, seen].filter(Boolean).join("\n"));
  };
  for (;;) {
    options.signal?.throwIfAborted();
    let last = "";
    try {
      const value = await attempt();
      if (value !== null) return value;
    } catch (error) {
      last = errorText(error);
      if (error instanceof Hopeless) throw await giveUp(last);
    }
    if (performance.now() - start > options.deadlineMs) throw await giveUp(last);
    await sleep(options.everyMs ?? 100, undefined, { signal: options.signal });
  }
};

/** The same for a plain condition. */
export const until = (options: PollOptions, condition: () => Promise<boolean>): Promise<true> =>
  poll(options, async () => ((await condition()) ? true : null));
