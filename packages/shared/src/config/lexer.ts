import { type Line, lineRange } from "./line.ts";
import type { SourceRange } from "./source.ts";

export type TokenKind = "word" | "quoted" | "open" | "close";

/** `start` and `end` are offsets in `line.text`. Quotes and escapes are gone from `value`. */
export interface Token {
  readonly kind: TokenKind;
  readonly value: string;
  readonly line: Line;
  readonly start: number;
  readonly end: number;
}

export interface LexedLine {
  readonly tokens: readonly Token[];
  /** Where the comment starts; the length of the text when there is none. */
  readonly commentAt: number;
  /** Where an opening quote has no partner, or -1. */
  readonly openQuoteAt: number;
}

/** Room for the tokens of one line after another: a list for each would be most of what a large text leaves behind. */
export interface LexedRoom extends LexedLine {
  readonly tokens: Token[];
  /** Tokens from here on are of an earlier line. */
  count: number;
  commentAt: number;
  openQuoteAt: number;
}

export const createRoom = (): LexedRoom => ({ tokens: [], count: 0, commentAt: 0, openQuoteAt: -1 });

export const tokenRange = (token: Token): SourceRange => lineRange(token.line, token.start, token.end);

const TAB = 9;
const SPACE = 32;
const BANG = 33;
const QUOTE = 34;
const HASH = 35;
const DOLLAR = 36;
const BACKSLASH = 92;
const OPEN = 123;
const CLOSE = 125;

/** keepalived's white space; a full-width or no-break space is not among it. */
export const isSpace = (code: number): boolean => code === SPACE || (code >= TAB && code <= 13);

/** The end of a quoted part that starts at `at`, or -1 when it is not closed on this line. */
const quoteEnd = (text: string, at: number): number => {
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === BACKSLASH) i++;
    else if (code === QUOTE) return i + 1;
  }
  return -1;
};

/** 1: a character that neither ends a word nor means anything in it. */
const PLAIN = Uint8Array.from({ length: 128 }, (_, code) =>
  isSpace(code) || [BANG, QUOTE, HASH, DOLLAR, BACKSLASH, OPEN, CLOSE].includes(code) ? 0 : 1,
);

/** The end of the ordinary characters from `at` on; most words are nothing else. */
const plainEnd = (text: string, at: number): number => {
  let i = at;
  while (i < text.length && (PLAIN[text.charCodeAt(i)] ?? 1) === 1) i++;
  return i;
};

const endsWord = (code: number, comments: boolean): boolean =>
  isSpace(code) || code === OPEN || code === CLOSE || (comments && (code === BANG || code === HASH));

/** The end of a bare word; braces belong to it only as ${NAME}. */
const wordEnd = (text: string, at: number, comments: boolean): { end: number; openQuoteAt: number } => {
  let i = at;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (isSpace(code) || code === CLOSE) break;
    if (comments && (code === BANG || code === HASH)) break;
    if (code === OPEN && text.charCodeAt(i - 1) !== DOLLAR) break;
    if (code === OPEN) {
      const close = text.indexOf("}", i);
      i = close < 0 ? text.length : close + 1;
    } else if (code === QUOTE) {
      const end = quoteEnd(text, i);
      if (end < 0) return { end: text.length, openQuoteAt: i };
      i = end;
    } else i += code === BACKSLASH ? 2 : 1;
  }
  return { end: Math.min(i, text.length), openQuoteAt: -1 };
};

const unescaped = (text: string): string => (text.includes("\\") ? text.replace(/\\(.)/g, "$1") : text);

/** The token of a word with quotes, escapes or macros in it. */
const wordToken = (line: Line, start: number, end: number): Token => {
  const raw = line.text.slice(start, end);
  if (!raw.startsWith('"')) return { kind: "word", value: unescaped(raw), line, start, end };
  const closed = raw.length > 1 && raw.endsWith('"');
  return { kind: "quoted", value: unescaped(raw.slice(1, closed ? -1 : undefined)), line, start, end };
};

/** As lexLine, into a room that has been used before. */
export const lexInto = (room: LexedRoom, line: Line): void => {
  const { text, exact: comments } = line;
  const { tokens } = room;
  let count = 0;
  room.openQuoteAt = -1;
  let i = 0;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (isSpace(code)) {
      i++;
      continue;
    }
    if (comments && (code === BANG || code === HASH)) break;
    if (code === OPEN || code === CLOSE) {
      const kind = code === OPEN ? "open" : "close";
      tokens[count++] = { kind, value: text.charAt(i), line, start: i, end: i + 1 };
      i++;
      continue;
    }
    const plain = plainEnd(text, i);
    if (plain === text.length || (plain > i && endsWord(text.charCodeAt(plain), comments))) {
      tokens[count++] = { kind: "word", value: text.slice(i, plain), line, start: i, end: plain };
      i = plain;
      continue;
    }
    const word = wordEnd(text, i, comments);
    if (word.openQuoteAt >= 0) room.openQuoteAt = word.openQuoteAt;
    tokens[count++] = wordToken(line, i, word.end);
    i = word.end;
  }
  room.count = count;
  room.commentAt = i;
};

/**
 * Takes any line: every character that is not white space is in exactly one token or in the comment.
 * A line put together from macros has lost its comments already, and may hold '#' as text.
 */
export const lexLine = (line: Line): LexedLine => {
  const room = createRoom();
  lexInto(room, line);
  return room;
};

/** Where the comment of a line starts; the length of the text when there is none. */
export const commentStart = (text: string): number => {
  let i = 0;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code === BANG || code === HASH) return i;
    if (code === QUOTE) {
      const end = quoteEnd(text, i);
      if (end < 0) return text.length;
      i = end;
    } else i += code === BACKSLASH ? 2 : 1;
  }
  return text.length;
};
