import type { Diagnostic } from "./diagnostic.ts";

/** Collects problems up to a limit; what is beyond it is counted, so hostile text cannot fill memory. */
export interface Report {
  readonly add: (diagnostic: Diagnostic) => void;
  /** True once nothing more is kept: callers may skip costly suggestions. */
  readonly full: () => boolean;
  readonly hasErrors: () => boolean;
  readonly list: () => readonly Diagnostic[];
}

const LIMIT = 1000;

export const createReport = (limit = LIMIT): Report => {
  const kept: Diagnostic[] = [];
  let dropped = 0;
  let errors = 0;
  let firstDropped: Diagnostic | null = null;
  return {
    add: (diagnostic) => {
      if (diagnostic.severity === "error") errors++;
      if (kept.length < limit) {
        kept.push(diagnostic);
        return;
      }
      dropped++;
      firstDropped ??= diagnostic;
    },
    full: () => kept.length >= limit,
    hasErrors: () => errors > 0,
    list: () => {
      const sorted = inOrder(kept);
      if (firstDropped === null) return sorted;
      const message = `${dropped} more problems are not shown`;
      return [
        ...sorted,
        { severity: firstDropped.severity, code: "config.too-many", range: firstDropped.range, message },
      ];
    },
  };
};

/** By place within a file; files stay in the order in which they were first complained about. */
const inOrder = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => {
  const files = new Map<string, number>();
  for (const { range } of diagnostics) if (!files.has(range.path)) files.set(range.path, files.size);
  const rank = (diagnostic: Diagnostic): number => files.get(diagnostic.range.path) ?? 0;
  return [...diagnostics].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      a.range.start.line - b.range.start.line ||
      a.range.start.column - b.range.start.column ||
      a.code.localeCompare(b.code),
  );
};
