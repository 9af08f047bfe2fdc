import type { Token } from "./lexer.ts";
import { positionAfter, positionAt } from "./line.ts";
import type { SourceRange } from "./source.ts";

/** A keyword with its arguments, and the block it opens if it does. */
export interface Statement {
  /** Empty only for a block that has no keyword in front. */
  readonly words: readonly Token[];
  readonly block: Block | null;
}

export interface Block {
  readonly items: readonly Statement[];
  readonly open: Token;
  /** Null when the text ends first. */
  readonly close: Token | null;
  /** Present when other blocks have the same `items` and `close`: see moveHere. */
  readonly shared?: readonly SharedLine[];
}

/** A line that several blocks consist of. Its number counts from the block that was looked at last. */
export interface SharedLine {
  readonly line: { number: number };
  /** From the line of the block's '{'. */
  readonly offset: number;
}

/** To be called before anyone looks into a block: what it shares with others then has the lines of this one. */
export const moveHere = ({ open, shared }: Block): void => {
  if (!shared) return;
  for (let i = 0; i < shared.length; i++) {
    const each = shared[i];
    if (each) each.line.number = open.line.number + each.offset;
  }
};

const firstOf = ({ words, block }: Statement): Token => {
  const first = words[0] ?? block?.open;
  if (!first) throw new Error("a statement has a word or a block");
  return first;
};

const between = (first: Token, last: Token): SourceRange => ({
  path: first.line.path,
  start: positionAt(first.line, first.start),
  end: positionAfter(last.line, last.start, last.end),
});

/** The keyword and its arguments, without the block. */
export const headRange = (statement: Statement): SourceRange => {
  const first = firstOf(statement);
  const last = statement.words.at(-1) ?? first;
  return between(first, first.line === last.line ? last : first);
};

/** The whole statement, its block included. */
export const statementRange = (statement: Statement): SourceRange => {
  const first = firstOf(statement);
  const close = statement.block?.close;
  return close && close.line.path === first.line.path ? between(first, close) : headRange(statement);
};
