import { type Token, tokenRange } from "./lexer.ts";
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
}

/** The keyword and its arguments, without the block. */
export const headRange = (statement: Statement): SourceRange => {
  const first = statement.words[0] ?? statement.block?.open;
  const last = statement.words.at(-1) ?? statement.block?.open;
  if (!first || !last) throw new Error("a statement has a word or a block");
  return first.line === last.line ? { ...tokenRange(first), end: tokenRange(last).end } : tokenRange(first);
};

/** The whole statement, its block included. */
export const statementRange = (statement: Statement): SourceRange => {
  const head = headRange(statement);
  const close = statement.block?.close;
  return close && close.line.path === head.path ? { ...head, end: tokenRange(close).end } : head;
};
