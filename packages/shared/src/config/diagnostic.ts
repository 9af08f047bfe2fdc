import type { SourceRange } from "./source.ts";

export type Severity = "error" | "warning";

/** One problem in a configuration text, found at a place, with a way out where one is likely. */
export interface Diagnostic {
  readonly severity: Severity;
  /** Stable, documented: "config.unknown-keyword". */
  readonly code: string;
  readonly range: SourceRange;
  readonly message: string;
  readonly suggestion?: string;
}
