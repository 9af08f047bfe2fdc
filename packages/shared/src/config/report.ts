import type { Diagnostic, Severity } from "./diagnostic.ts";

/** Collects problems up to a limit; what is beyond it is counted, so hostile text cannot fill memory. */
export interface Report {
  readonly add: (diagnostic: Diagnostic) => void;
  /** Adds it and gives the text up: a limit that keeps hostile text cheap has been met. */
  readonly abort: (diagnostic: Diagnostic) => void;
  /** True once reading on cannot change the answer: then every stage ends early. */
  readonly hopeless: () => boolean;
  readonly hasErrors: () => boolean;
  /** How many problems so far, those beyond the limit included. */
  readonly said: () => number;
  /** By place in each file; files in the order in which they were first complained about. */
  readonly list: () => readonly Diagnostic[];
}

/** Of each severity: warnings must not crowd out errors. */
const LIMIT = 500;
/** No honest file has so many; counting on would only cost time. */
const GIVE_UP = 100_000;

export const createReport = (limit = LIMIT): Report => {
  const kept: Diagnostic[] = [];
  const counts: Record<Severity, number> = { error: 0, warning: 0 };
  let overflow: Diagnostic | null = null;
  let aborted = false;
  const add = (diagnostic: Diagnostic): void => {
    counts[diagnostic.severity]++;
    if (counts[diagnostic.severity] <= limit) kept.push(diagnostic);
    else overflow ??= diagnostic;
  };
  return {
    add,
    abort: (diagnostic) => {
      if (!aborted) kept.push(diagnostic);
      counts.error++;
      aborted = true;
    },
    hopeless: () => aborted || counts.error > limit || counts.warning > GIVE_UP,
    hasErrors: () => counts.error > 0 || counts.warning > GIVE_UP,
    said: () => counts.error + counts.warning,
    list: () => {
      const sorted = inOrder(kept);
      return overflow === null ? sorted : [...sorted, tooMany(overflow, limit)];
    },
  };
};

const tooMany = ({ severity, range }: Diagnostic, limit: number): Diagnostic => ({
  severity,
  code: "config.too-many",
  range,
  message: `there are more than ${limit} ${severity}s; the rest is not shown`,
});

const inOrder = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => {
  const files = new Map<string, number>();
  for (const { range } of diagnostics) if (!files.has(range.path)) files.set(range.path, files.size);
  const rank = (diagnostic: Diagnostic): number => files.get(diagnostic.range.path) ?? 0;
  return [...diagnostics].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      a.range.start.line - b.range.start.line ||
      a.range.start.column - b.range.start.column ||
      (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  );
};
