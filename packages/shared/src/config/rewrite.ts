import type { Block } from "./ast.ts";
import type { Token } from "./lexer.ts";

/** One rewritten place. Lines count from 1 in the old text. */
export interface Rewrite {
  readonly line: number;
  /** Empty: something new comes here. */
  readonly before: string;
  /** Null: the statement goes. */
  readonly after: string | null;
  readonly reason: string;
}

/** A rewrite and where it is on its line, as offsets. */
export interface Edit {
  readonly rewrite: Rewrite;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const edit = (at: Token, start: number, end: number, text: string, rewrite: Omit<Rewrite, "line">): Edit => ({
  rewrite: { line: at.line.number, ...rewrite },
  start,
  end,
  text,
});

/** The words of one line, from the first to the last, become `after`, or go. */
export const replaceWords = (words: readonly Token[], after: string | null, reason: string): readonly Edit[] => {
  const [first] = words;
  const last = words.at(-1);
  if (!first || last?.line !== first.line) return [];
  const before = first.line.text.slice(first.start, last.end);
  return [edit(first, first.start, last.end, after ?? "", { before, after, reason })];
};

const indentOf = (token: Token): string => /^[ \t]*/.exec(token.line.text)?.[0] ?? "";

/** New lines at the start of a block, indented one step more than the line it opens on. */
export const insertInto = (block: Block, lines: readonly string[], reason: string): Edit => {
  const { open } = block;
  const text = lines.map((line) => `\n${indentOf(open)}    ${line}`).join("");
  return edit(open, open.end, open.end, text, { before: "", after: lines.join("\n"), reason });
};

/** New lines in front of a statement that starts its line. */
export const insertBefore = (word: Token, lines: readonly string[], reason: string): Edit =>
  edit(word, word.start, word.start, lines.map((line) => `${line}\n`).join(""), {
    before: "",
    after: lines.join("\n"),
    reason,
  });

/** Carries edits out that do not overlap; a line of which nothing is left goes as a whole. */
export const applyEdits = (text: string, edits: readonly Edit[]): string => {
  const lines = text.split("\n");
  // From the end, so that places further left on a line stay where they are.
  const ordered = edits.toSorted((a, b) => b.rewrite.line - a.rewrite.line || b.start - a.start);
  for (const { rewrite, start, end, text: fresh } of ordered) {
    const line = lines[rewrite.line - 1] ?? "";
    lines[rewrite.line - 1] = line.slice(0, start) + fresh + line.slice(end);
  }
  const gone = new Set(edits.filter(({ rewrite }) => rewrite.after === null).map(({ rewrite }) => rewrite.line));
  return lines.filter((line, index) => !gone.has(index + 1) || line.trim() !== "").join("\n");
};
