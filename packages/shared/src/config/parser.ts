import type { Statement } from "./ast.ts";
import type { LineCursor } from "./expand/raw-lines.ts";
import { createRoom, type LexedRoom, lexInto, type Token, tokenRange } from "./lexer.ts";
import { type Line, lineRange } from "./line.ts";
import type { BlockHead } from "./read-memory.ts";
import { createRepeats, type InsideStart, type OpenedBlock } from "./repeats.ts";
import type { Report } from "./report.ts";

/** Takes lines one by one and always ends with a tree, however broken the text is. */
export interface Parser {
  /** With a cursor, the parser may move on past lines that repeat. */
  readonly feed: (line: Line, cursor?: LineCursor) => void;
  readonly finish: () => void;
}

interface OpenBlock extends Statement {
  readonly block: OpenedBlock;
  /** Where its statements begin among those of all open blocks. */
  readonly from: number;
  /** Present when the same inside may come again. */
  start?: InsideStart;
  /** Of a block of the top level whose head stands alone on its line. */
  whole?: InsideStart;
}

/** Takes blocks of the top level as wholes, from one reading to the next. */
export interface WholeBlocks {
  /**
   * Takes the known block that the text goes on with behind its head, moves the cursor behind it and answers with its
   * statements, fewer than `most`; null: there is none.
   */
  readonly recall: (head: BlockHead, cursor: LineCursor, most: number) => number | null;
  /** A block that ended with its line, about which nothing was said, was emitted just now. */
  readonly keep: (head: BlockHead, from: number, cursor: LineCursor, size: WholeSize) => void;
}

export interface WholeSize {
  readonly statements: number;
  readonly lineCount: number;
}

/** keepalived nests five deep at most. */
export const MAX_DEPTH = 32;
const MAX_STATEMENTS = 500_000;

const NO_WORDS: readonly Token[] = [];
const NO_ITEMS: readonly Statement[] = [];

/**
 * `emit` gets each top-level statement as soon as it is complete, so that a reader need not hold the whole tree.
 * `isRootKeyword`: words that only ever start a top-level block, so seeing one means that braces are missing above.
 */
export const createParser = (
  report: Report,
  isRootKeyword: (word: string) => boolean,
  emit: (statement: Statement) => void,
  wholes: WholeBlocks | null = null,
): Parser => {
  const stack: OpenBlock[] = [];
  /** The statements of the open blocks, one block's behind the other's, so that each list is made when it is complete. */
  const inside: Statement[] = [];
  let top = 0;
  const room = createRoom();
  const repeats = createRepeats();
  let statements = 0;
  /** The last statement of an earlier line, which a '{' may still follow. */
  let pending = NO_WORDS;

  const count = (statement: Statement): void => {
    statements++;
    if (statements >= MAX_STATEMENTS) abortSize(report, statement);
  };
  const place = (statement: Statement): void => {
    if (stack.length > 0) inside[top++] = statement;
    else emit(statement);
  };
  /** Of the block that was opened last. */
  const takeItems = ({ block, from }: OpenBlock): void => {
    block.items = inside.slice(from, top);
    top = from;
  };
  const settle = (): void => {
    if (pending.length === 0) return;
    const statement = { words: pending, block: null };
    pending = NO_WORDS;
    count(statement);
    place(statement);
  };
  const open = (brace: Token): void => {
    const words = pending;
    pending = NO_WORDS;
    if (words.length === 0) complainExtraOpen(report, brace);
    if (stack.length === MAX_DEPTH) {
      abortDepth(report, brace);
      return;
    }
    const opened: OpenBlock = { words, block: { items: NO_ITEMS, open: brace, close: null }, from: top };
    count(opened);
    stack.push(opened);
  };
  const startHere = (cursor: LineCursor): InsideStart => {
    const { next, number, specials } = cursor;
    return { cursor, next, number, specials, statements, said: report.said() };
  };
  /** After a '{' that ends its line. */
  const lookForRepeat = (brace: Token, cursor: LineCursor): void => {
    const opened = stack.at(-1);
    if (opened?.block.open !== brace) return;
    if (wholes && stack.length === 1 && isAlone(opened)) lookForWhole(wholes, opened, cursor);
    else if (repeats.watches(opened.words[0])) lookForInside(opened, cursor);
  };
  const lookForInside = (opened: OpenBlock, cursor: LineCursor): void => {
    const found = repeats.find(opened.block.open, stack.length, cursor);
    if (found) {
      stack.pop();
      statements += found.statements;
      place({ words: opened.words, block: found.block });
    } else opened.start = startHere(cursor);
  };
  const lookForWhole = ({ recall }: WholeBlocks, opened: OpenBlock, cursor: LineCursor): void => {
    const known = recall(headOf(opened), cursor, MAX_STATEMENTS - statements);
    if (known === null) {
      opened.whole = startHere(cursor);
      return;
    }
    stack.pop();
    statements += known;
  };
  /** After a '}' that ends its line: an inside about which nothing was said is worth keeping. */
  const keepInside = ({ block, start }: OpenBlock, cursor: LineCursor): void => {
    if (!start || start.cursor !== cursor || start.specials !== cursor.specials) return;
    if (start.said === report.said()) repeats.keep(block, start, statements, stack.length + 1);
  };
  /** After a '}' that ends its line, and after the block was emitted. */
  const keepWhole = (block: OpenBlock, cursor: LineCursor): void => {
    const start = block.whole;
    if (!wholes || !start || start.cursor !== cursor || start.specials !== cursor.specials) return;
    // A last line without an end could be the beginning of a longer one.
    if (start.said !== report.said() || cursor.text.charCodeAt(cursor.next - 1) !== LINE_FEED) return;
    const size = { statements: statements - start.statements, lineCount: cursor.number - start.number };
    wholes.keep(headOf(block), start.next, cursor, size);
  };
  const close = (brace: Token, cursor: LineCursor | undefined): void => {
    settle();
    const closed = stack.pop();
    if (!closed) {
      complainExtraClose(report, brace);
      return;
    }
    takeItems(closed);
    closed.block.close = brace;
    if (cursor) keepInside(closed, cursor);
    place(closed);
    if (cursor) keepWhole(closed, cursor);
  };
  /** `before`: the word that shows that all these blocks should have ended; null at the end of the text. */
  const closeAll = (before: Token | null): void => {
    settle();
    // Once reading was given up, what is open says nothing about the text.
    if (!report.hopeless()) for (const { words, block } of stack) complainUnclosed(report, words, block.open, before);
    for (let last = stack.pop(); last; last = stack.pop()) {
      takeItems(last);
      place(last);
    }
  };

  const feedTokens = ({ tokens, count: found }: LexedRoom, cursor: LineCursor | undefined): void => {
    const last = found - 1;
    /** Where the words begin that belong together. */
    let from = 0;
    for (let at = 0; at <= last; at++) {
      const token = tokens[at] as Token;
      if (token.kind === "open") {
        if (from < at) {
          settle();
          pending = tokens.slice(from, at);
        }
        open(token);
        if (cursor && at === last) lookForRepeat(token, cursor);
        from = at + 1;
      } else if (token.kind === "close") {
        settle();
        if (from < at) pending = tokens.slice(from, at);
        close(token, at === last ? cursor : undefined);
        from = at + 1;
      } else if (from === at) {
        if (stack.length > 0 && isRootKeyword(token.value)) closeAll(token);
        settle();
      }
    }
    if (from <= last) pending = tokens.slice(from, found);
  };

  return {
    feed: (line, cursor) => {
      if (report.hopeless()) return;
      lexInto(room, line);
      if (room.openQuoteAt >= 0) complainQuote(report, line, room.openQuoteAt);
      if (room.count > 0) feedTokens(room, cursor);
    },
    finish: () => closeAll(null),
  };
};

const LINE_FEED = 10;

const headOf = ({ words, block }: OpenBlock): BlockHead => ({ words, open: block.open });

/** Nothing but the block's head stands on the line of its '{'. */
const isAlone = ({ words: [first], block: { open } }: OpenBlock): boolean =>
  first?.line === open.line && open.line.text.slice(0, first.start).trim() === "";

const nameOf = (words: readonly Token[]): string =>
  words
    .map((word) => word.value)
    .join(" ")
    .slice(0, 60) || "{";

const complainExtraOpen = (report: Report, brace: Token): void =>
  report.add({
    severity: "error",
    code: "config.extra-open-brace",
    range: tokenRange(brace),
    message: "'{' opens a block, but no keyword stands in front of it",
    ...(brace.line.text.includes("{{") ? { suggestion: "a template whose {{ … }} was never filled in?" } : {}),
  });

const abortDepth = (report: Report, brace: Token): void =>
  report.abort({
    severity: "error",
    code: "config.too-deep",
    range: tokenRange(brace),
    message: `blocks are nested more than ${MAX_DEPTH} deep`,
  });

const complainExtraClose = (report: Report, brace: Token): void =>
  report.add({
    severity: "error",
    code: "config.extra-close-brace",
    range: tokenRange(brace),
    message: "'}' closes nothing: no block is open here",
    suggestion: "remove it, or look for a block above that was closed too early",
  });

const complainUnclosed = (report: Report, words: readonly Token[], brace: Token, before: Token | null): void => {
  const at = words[0] ?? brace;
  const where = before ? ` before '${before.value}' in line ${before.line.number}` : "";
  report.add({
    severity: "error",
    code: "config.unclosed-block",
    range: tokenRange(at),
    message: `block '${nameOf(words)}' opened here is never closed${where}`,
    suggestion: "add the missing '}'",
  });
};

const complainQuote = (report: Report, line: Line, at: number): void =>
  report.add({
    severity: "error",
    code: "config.unclosed-quote",
    range: lineRange(line, at, line.text.length),
    message: "this quotation mark is not closed on the same line",
    suggestion: 'add the missing "',
  });

const abortSize = (report: Report, { words, block }: Statement): void => {
  const at = words[0] ?? block?.open;
  if (!at) return;
  report.abort({
    severity: "error",
    code: "config.too-large",
    range: tokenRange(at),
    message: `the configuration has more than ${MAX_STATEMENTS} statements`,
  });
};
