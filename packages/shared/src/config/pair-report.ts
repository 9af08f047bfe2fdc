import type { Diagnostic, Severity } from "./diagnostic.ts";

/** Says what is wrong between two directors; `at` is what the problem points to. */
export type PairReport = (
  severity: Severity,
  code: string,
  at: { readonly range: Diagnostic["range"] },
  message: string,
) => void;
