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
  /** The first of each severity that was not kept. */
  const overflow = new Map<Severity, Diagnostic>();
  let aborted = false;
  const abort = (diagnostic: Diagnostic): void => {
    if (!aborted) kept.push(diagnostic);
    counts.error++;
    aborted = true;
  };
  return {
    add: (diagnostic) => {
      const { severity } = diagnostic;
      counts[severity]++;
      if (counts[severity] <= limit) kept.push(diagnostic);
      else if (!overflow.has(severity)) overflow.set(severity, diagnostic);
      if (counts.warning > GIVE_UP) abort(givenUp(diagnostic));
    },
    abort,
    hopeless: () => aborted || counts.error > limit,
    hasErrors: () => counts.error > 0,
    said: () => counts.error + counts.warning,
    list: () => [
      ...inOrder(kept),
      ...[...overflow.values()].map((first) => notShown(first, counts[first.severity] - limit)),
    ],
  };
};

/** After so many errors reading ends, so nobody knows how many more there are. */
const notShown = ({ severity, range }: Diagnostic, count: number): Diagnostic => ({
  severity,
  code: "config.too-many",
  range,
  message:
    severity === "error"
      ? "there are more errors; the rest of the text was not looked at"
      : `and ${count} more warnings, which are not shown`,
});

const givenUp = ({ range }: Diagnostic): Diagnostic => ({
  severity: "error",
  code: "config.too-many",
  range,
  message: `there are more than ${GIVE_UP} warnings; reading stops here`,
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
