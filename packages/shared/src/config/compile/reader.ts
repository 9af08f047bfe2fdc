import { type BoundBlock, type BoundEntry, lastNamed } from "../bind.ts";
import { type Token, tokenRange } from "../lexer.ts";
import type { Report } from "../report.ts";
import type { SourceRange } from "../source.ts";

/** So many are looked through one by one: to make a map takes longer, and small blocks come in tens of thousands. */
const FEW = 8;

/** The entries of each keyword, in order. */
export const byName = (entries: readonly BoundEntry[]): ReadonlyMap<string, readonly BoundEntry[]> => {
  const index = new Map<string, BoundEntry[]>();
  for (const entry of entries) {
    const same = index.get(entry.name);
    if (same) same.push(entry);
    else index.set(entry.name, [entry]);
  }
  return index;
};

const indexOf = (block: BoundBlock): ReadonlyMap<string, readonly BoundEntry[]> | null => {
  if (block.entries.length > FEW) block.index ??= byName(block.entries);
  return block.index;
};

/** Keywords are looked up by their main spelling; of a repeated one the last counts, as in keepalived. */
export const entryOf = (block: BoundBlock | null, name: string): BoundEntry | null => {
  if (!block) return null;
  const index = indexOf(block);
  return (index ? index.get(name)?.at(-1) : lastNamed(block.entries, name)) ?? null;
};

export const entriesOf = (block: BoundBlock | null, name: string): readonly BoundEntry[] => {
  if (!block) return [];
  const index = indexOf(block);
  return index ? (index.get(name) ?? []) : block.entries.filter((entry) => entry.name === name);
};

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
