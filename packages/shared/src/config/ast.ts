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
  /** Present when `items` are shared with other blocks: makes their lines those of this block. */
  readonly moveHere?: () => void;
}

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
