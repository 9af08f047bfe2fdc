import type { BoundBlock, BoundEntry } from "../bind.ts";
import { type Token, tokenRange } from "../lexer.ts";
import type { Report } from "../report.ts";
import type { SourceRange } from "../source.ts";

/** Keywords are looked up by their main spelling. */
export const entryOf = (block: BoundBlock | null, name: string): BoundEntry | null =>
  block?.index.get(name)?.at(-1) ?? null;

export const entriesOf = (block: BoundBlock | null, name: string): readonly BoundEntry[] =>
  block?.index.get(name) ?? [];

export const numberOf = (block: BoundBlock | null, name: string): number | null => {
  const value = entryOf(block, name)?.value;
  return typeof value === "number" ? value : null;
};

export const stringOf = (block: BoundBlock | null, name: string): string | null => {
  const value = entryOf(block, name)?.value;
  return typeof value === "string" ? value : null;
};

export const flagOf = (block: BoundBlock | null, name: string): boolean | null => {
  const value = entryOf(block, name)?.value;
  return typeof value === "boolean" ? value : null;
};

/** What compiling tells about: shorter than building a Diagnostic at each place. */
export interface Complaints {
  readonly error: (at: Token | SourceRange, code: string, message: string, suggestion?: string) => void;
  readonly warning: (at: Token | SourceRange, code: string, message: string, suggestion?: string) => void;
}

/** For what has been complained about elsewhere. */
export const NO_COMPLAINTS: Complaints = { error: () => {}, warning: () => {} };

export const complaints = (report: Report): Complaints => {
  const say =
    (severity: "error" | "warning") =>
    (at: Token | SourceRange, code: string, message: string, suggestion?: string): void => {
      const range = "kind" in at ? tokenRange(at) : at;
      report.add({ severity, code, range, message, ...(suggestion === undefined ? {} : { suggestion }) });
    };
  return { error: say("error"), warning: say("warning") };
};
