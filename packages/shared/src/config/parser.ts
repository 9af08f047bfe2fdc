import type { Statement } from "./ast.ts";
import { lexLine, type Token, tokenRange } from "./lexer.ts";
import { type Line, lineRange } from "./line.ts";
import type { Report } from "./report.ts";

/** Takes lines one by one and always ends with a tree, however broken the text is. */
export interface Parser {
  readonly feed: (line: Line) => void;
  readonly finish: () => readonly Statement[];
}

interface OpenBlock {
  readonly words: readonly Token[];
  readonly block: { items: Statement[]; open: Token; close: Token | null };
}

/** keepalived nests five deep at most. */
const MAX_DEPTH = 32;
const MAX_STATEMENTS = 500_000;

/** `isRootKeyword`: words that only ever start a top-level block, so seeing one means that braces are missing above. */
export const createParser = (report: Report, isRootKeyword: (word: string) => boolean): Parser => {
  const root: Statement[] = [];
  const stack: OpenBlock[] = [];
  let statements = 0;
  /** The last statement of an earlier line, which a '{' may still follow. */
  let pending: readonly Token[] = [];

  const items = (): Statement[] => stack.at(-1)?.block.items ?? root;
  const push = (statement: Statement): void => {
    statements++;
    if (statements === MAX_STATEMENTS) abortSize(report, statement);
    items().push(statement);
  };
  const settle = (): void => {
    if (pending.length > 0) push({ words: pending, block: null });
    pending = [];
  };
  const open = (brace: Token): void => {
    const words = pending;
    pending = [];
    if (words.length === 0) complainExtraOpen(report, brace);
    const block: OpenBlock["block"] = { items: [], open: brace, close: null };
    if (stack.length === MAX_DEPTH) {
      abortDepth(report, brace);
      return;
    }
    push({ words, block });
    stack.push({ words, block });
  };
  const close = (brace: Token): void => {
    settle();
    const top = stack.pop();
    if (top) top.block.close = brace;
    else complainExtraClose(report, brace);
  };
  const closeAllBefore = (word: Token): void => {
    settle();
    for (const { words, block } of stack.splice(0)) complainUnclosed(report, words, block.open, word);
  };

  const feedTokens = (tokens: readonly Token[]): void => {
    let words: Token[] = [];
    tokens.forEach((token) => {
      if (token.kind === "open") {
        if (words.length > 0) {
          settle();
          pending = words;
          words = [];
        }
        open(token);
      } else if (token.kind === "close") {
        settle();
        pending = words;
        words = [];
        close(token);
      } else {
        if (words.length === 0 && stack.length > 0 && isRootKeyword(token.value)) closeAllBefore(token);
        if (words.length === 0) settle();
        words.push(token);
      }
    });
    if (words.length > 0) pending = words;
  };

  return {
    feed: (line) => {
      if (report.hopeless()) return;
      const lexed = lexLine(line);
      if (lexed.openQuoteAt >= 0) complainQuote(report, line, lexed.openQuoteAt);
      if (lexed.tokens.length > 0) feedTokens(lexed.tokens);
    },
    finish: () => {
      settle();
      // Once reading was given up, what is open says nothing about the text.
      if (!report.hopeless()) for (const { words, block } of stack) complainUnclosed(report, words, block.open, null);
      return root;
    },
  };
};

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
