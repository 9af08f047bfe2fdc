import {
  EDITOR_START,
  type EditorLine,
  type EditorState,
  type EditorTokenKind,
  readEditorLine,
} from "@baton/shared/config/editor-line.ts";
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { Tag } from "@lezer/highlight";

const tags: Readonly<Record<EditorTokenKind, Tag>> = {
  block: Tag.define(),
  keyword: Tag.define(),
  unknown: Tag.define(),
  constant: Tag.define(),
  number: Tag.define(),
  string: Tag.define(),
  value: Tag.define(),
  macro: Tag.define(),
  directive: Tag.define(),
  brace: Tag.define(),
  comment: Tag.define(),
};

interface Reading {
  state: EditorState;
  /** The line being read. */
  line: EditorLine | null;
  /** Open blocks where the reading is now, within the line too: a line broken there is indented by it. */
  depth: number;
}

/**
 * The words of the configuration language for CodeMirror, which reads only as far as is shown and keeps states
 * on the way, so a large file costs no more than a small one.
 */
export const configLanguage = StreamLanguage.define<Reading>({
  name: "keepalived.conf",
  startState: () => ({ state: EDITOR_START, line: null, depth: 0 }),
  copyState: (reading) => ({ ...reading }),
  token: (stream, reading) => {
    if (stream.sol() || reading.line === null) reading.line = readEditorLine(reading.state, stream.string);
    const { tokens, next } = reading.line;
    const at = stream.pos;
    const token = tokens.find(({ end }) => end > at);
    const brace = token?.kind === "brace" ? stream.string[token.start] : "";
    const inside = token !== undefined && token.start <= at;
    stream.pos = (inside ? token.end : token?.start) ?? stream.string.length;
    if (inside && brace === "{") reading.depth++;
    if (inside && brace === "}") reading.depth--;
    if (stream.eol()) {
      reading.state = next;
      reading.depth = next.open.length;
    }
    return inside ? token.kind : null;
  },
  blankLine: (reading) => {
    reading.state = readEditorLine(reading.state, "").next;
  },
  indent: ({ state, depth }, after, { unit }) =>
    state.inMacro ? null : Math.max(0, depth - (/^\s*\}/.test(after) ? 1 : 0)) * unit,
  tokenTable: tags,
  languageData: {
    indentOnInput: /^\s*\}$/,
    commentTokens: { line: "#" },
    closeBrackets: { brackets: ["{", '"'] },
  },
});

const style = HighlightStyle.define([
  { tag: tags.block, color: "var(--accent)", fontWeight: "600" },
  { tag: tags.keyword, color: "var(--accent)" },
  { tag: tags.unknown, color: "var(--bad)" },
  { tag: tags.constant, color: "var(--ok)" },
  { tag: tags.number, color: "var(--warn)" },
  { tag: tags.string, color: "var(--ok)" },
  { tag: tags.value, color: "var(--ink)" },
  { tag: tags.macro, color: "var(--bad)" },
  { tag: tags.directive, color: "var(--info)", fontStyle: "italic" },
  { tag: tags.brace, color: "var(--muted)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
]);

export const configHighlighting: Extension = [configLanguage, syntaxHighlighting(style)];
