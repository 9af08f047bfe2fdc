import { widthOf } from "../base/cell-width.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { SourceText } from "./source.ts";

const MAX_WIDTH = 160;
const TAB_WIDTH = 4;

/** What of a diagnostic its reader is shown in words: English is what it has itself. */
export interface DiagnosticWords {
  readonly severity: string;
  readonly message: string;
  readonly suggestion?: string;
}

/**
 * "file:line:column: error: sentence [code]", the line it is about, and a caret below the place:
 *
 *     keepalived.conf:5:5: error: unknown keyword 'prioritty' in vrrp_instance [config.unknown-keyword]
 *         prioritty 100
 *         ^^^^^^^^^ did you mean 'priority'?
 */
export const renderDiagnostic = (
  diagnostic: Diagnostic,
  sources: readonly SourceText[],
  { severity, message, suggestion: hint = "" }: DiagnosticWords = diagnostic,
): string => {
  const { path, start } = diagnostic.range;
  const head = `${path}:${start.line}:${start.column}: ${severity}: ${message} [${diagnostic.code}]`;
  const source = sources.find((candidate) => candidate.path === path);
  const line = source ? lineOf(source.text, start.line) : null;
  if (line === null || line.trim() === "") return hint === "" ? head : `${head}\n    ${hint}`;
  const { text, caret } = underline(diagnostic, line);
  return `${head}\n    ${text}\n    ${caret}${hint === "" ? "" : ` ${hint}`}`;
};

/** Without building an array of all lines: a text may have millions. */
const lineOf = (text: string, number: number): string | null => {
  let start = 0;
  for (let line = 1; line < number; line++) {
    const found = text.indexOf("\n", start);
    if (found < 0) return null;
    start = found + 1;
  }
  const end = text.indexOf("\n", start);
  return text.slice(start, end < 0 ? text.length : end).replace(/\r$/, "");
};

const underline = (diagnostic: Diagnostic, line: string): { text: string; caret: string } => {
  const { start, end } = diagnostic.range;
  const from = start.column - 1;
  const to = end.line === start.line ? Math.max(end.column - 1, from + 1) : line.length;
  // A long line is shown from a little before the place.
  const cut = from > MAX_WIDTH - 40 ? from - 40 : 0;
  const before = shown(line.slice(cut, from));
  const marked = shown(line.slice(from, Math.min(to, from + MAX_WIDTH)));
  const after = shown(line.slice(from + (to - from)));
  const room = Math.max(0, MAX_WIDTH - widthOf(before) - widthOf(marked));
  const text = `${cut > 0 ? "…" : ""}${before}${marked}${after.slice(0, room)}`.trimEnd();
  const indent = " ".repeat(widthOf(before) + (cut > 0 ? 1 : 0));
  return { text, caret: `${indent}${"^".repeat(Math.max(1, widthOf(marked.trimEnd())))}` };
};

/** Tabs as blanks, and nothing that could steer a terminal. */
const shown = (text: string): string => text.replaceAll("\t", " ".repeat(TAB_WIDTH)).replace(/\p{Cc}/gu, "\u{fffd}");
