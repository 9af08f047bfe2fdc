import { explainOperation } from "./explain.ts";
import type { TableOperation } from "./operation.ts";

/** What the kernel has refused, and when to ask it for that again: after 1 s, 2 s, 4 s and so on up to a minute. */
export type Patience = ReadonlyMap<string, { readonly refusals: number; readonly retryAt: number }>;

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

export const pauseAfter = (refusals: number): number =>
  Math.min(FIRST_PAUSE_MS * 2 ** Math.min(refusals - 1, 10), LONGEST_PAUSE_MS);

/** Those operations that are not waiting; `at` is monotonic, in milliseconds. */
export const askable = (
  patience: Patience,
  operations: readonly TableOperation[],
  at: number,
): readonly TableOperation[] =>
  patience.size === 0
    ? operations
    : operations.filter((operation) => (patience.get(explainOperation(operation))?.retryAt ?? at) <= at);

/** Folds in the answer to `asked`. What is no longer wished for is forgotten, so that it starts anew if it is again. */
export const stepPatience = (
  patience: Patience,
  wished: readonly TableOperation[],
  refused: ReadonlySet<TableOperation>,
  at: number,
): Patience => {
  if (patience.size === 0 && refused.size === 0) return patience;
  const next = new Map<string, { refusals: number; retryAt: number }>();
  for (const operation of wished) {
    const name = explainOperation(operation);
    const before = patience.get(name);
    if (refused.has(operation)) {
      const refusals = (before?.refusals ?? 0) + 1;
      next.set(name, { refusals, retryAt: at + pauseAfter(refusals) });
    } else if (before && before.retryAt > at) next.set(name, before);
  }
  return next;
};

/** The earliest time at which something is to be asked for again, null when nothing waits. */
export const nextRetry = (patience: Patience): number | null => {
  const times = [...patience.values()].map(({ retryAt }) => retryAt);
  return times.length === 0 ? null : times.reduce((a, b) => Math.min(a, b));
};
