import { ASSIGN } from "./expand/directive.ts";
import { EXPAND_LIMITS } from "./expand/expand.ts";
import { isSpace, type LexedLine, lexLine } from "./lexer.ts";
import { MAX_DEPTH } from "./parser.ts";

const INDENT = "    ";

/**
 * The same text in one style: four blanks a level, one blank between words, LF, at most one empty line
 * in a row. Only white space changes, so it means the same, broken or not. Definitions over several
 * lines are left as they are, because their line ends are part of the value. A text that is nested deeper than any
 * that is accepted comes back as it is.
 */
export const formatText = (text: string): string => {
  const out: string[] = [];
  let depth = 0;
  let inMacro = false;
  for (const line of text.replace(/^\u{feff}/u, "").split("\n")) {
    const raw = line.endsWith("\r") ? line.slice(0, -1) : line;
    const trimmed = trimBlank(raw);
    if (inMacro || (trimmed.startsWith("$") && ASSIGN.test(trimmed))) {
      out.push(inMacro ? raw : trimmed);
      inMacro = trimBlank(raw).endsWith("\\");
    } else if (trimmed === "") {
      if (out.length > 0 && out.at(-1) !== "") out.push("");
    } else if (trimmed.length > EXPAND_LIMITS.lineLength) out.push(raw);
    else {
      const lexed = lexLine({ path: "", number: 1, text: trimmed, exact: true, width: trimmed.length });
      const closing = lexed.tokens[0]?.kind === "close" ? 1 : 0;
      out.push(INDENT.repeat(Math.max(0, depth - closing)) + formatLine(trimmed, lexed));
      depth = Math.max(0, depth + change(lexed));
      if (depth > MAX_DEPTH) return text;
    }
  }
  while (out.at(-1) === "") out.pop();
  return out.length === 0 ? "" : `${out.join("\n")}\n`;
};

/** Only keepalived's own white space goes; a full-width space is a mistake that must stay visible. */
const trimBlank = (text: string): string => {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
};

const change = ({ tokens }: LexedLine): number =>
  tokens.reduce((sum, { kind }) => sum + (kind === "open" ? 1 : kind === "close" ? -1 : 0), 0);

const formatLine = (text: string, { tokens, commentAt, openQuoteAt }: LexedLine): string => {
  // Braces and blanks of ~LST and the pattern of an include are not ours to move.
  if (openQuoteAt >= 0 || /^(~|@|include)/.test(text)) return text;
  const words = tokens.map(({ start, end }) => text.slice(start, end)).join(" ");
  const comment = text.slice(commentAt);
  return words === "" || comment === "" ? words + comment : `${words} ${comment}`;
};
