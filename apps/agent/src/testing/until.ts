import { setTimeout as sleep } from "node:timers/promises";

/** How long an event may take that a test waits for, milliseconds: a very busy machine is no failure. */
const PATIENCE_MS = 90_000;

/** Between looks that start a program, milliseconds: in an emulated machine looking all the time is most of the work. */
export const UNHURRIED_MS = 300;

interface Look {
  /** Milliseconds between two looks. */
  readonly everyMs?: number;
  /** Asked when it is given up; its text ends the error. */
  readonly evidence?: () => string;
}

/** Waits until it holds; throws with its name when it has not come true in all that time. */
export const until = async (
  what: string,
  holds: () => unknown,
  { everyMs = 10, evidence = () => "" }: Look = {},
): Promise<void> => {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`waited ${PATIENCE_MS} ms in vain for ${what}\n${evidence()}`);
    await sleep(everyMs);
  }
};
