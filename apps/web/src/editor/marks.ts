import type { Diagnostic } from "@baton/shared/config/diagnostic.ts";
import { type EditorFix, fixOf } from "@baton/shared/config/editor-fix.ts";
import { EDITOR_START, readEditorLine } from "@baton/shared/config/editor-line.ts";
import { type Diagnostic as Mark, setDiagnostics } from "@codemirror/lint";
import { StateEffect, StateField, type Text } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { offsetOf } from "./places.ts";

/** The sentence shown for a problem, and the words of its fix button, if it has one. */
export interface MarkWords {
  readonly sentence: (diagnostic: Diagnostic) => string;
  readonly fix: (diagnostic: Diagnostic) => string | null;
}

/** The change that a fix makes. A new line begins as far in as the one it comes from. */
export const changeOf = (doc: Text, fix: EditorFix): { from: number; to: number; insert: string } => {
  const from = offsetOf(doc, fix.start);
  const line = doc.lineAt(from);
  const indent = /^\s*/.exec(line.text)?.[0] ?? "";
  if (fix.kind === "inside") {
    const at = openBraceEnd(doc, from);
    return { from: at, to: at, insert: `\n${indent}    ${fix.text}` };
  }
  if (fix.text !== "\n") return { from, to: Math.max(from, offsetOf(doc, fix.end)), insert: fix.text };
  const before = doc.sliceString(line.from, from).trimEnd();
  return { from: line.from + before.length, to: from, insert: `\n${indent}` };
};

/** A '{' stands on the line of its keyword or soon after. */
const BRACE_WITHIN = 20;

/** Behind the first '{' that opens a block, from an offset on; else the line's end. A comment may stand between. */
const openBraceEnd = (doc: Text, from: number): number => {
  const first = doc.lineAt(from);
  for (let number = first.number; number <= Math.min(doc.lines, first.number + BRACE_WITHIN); number++) {
    const line = doc.line(number);
    const { tokens } = readEditorLine(EDITOR_START, line.text);
    const brace = tokens.find(
      ({ kind, start }) => kind === "brace" && line.text[start] === "{" && line.from + start >= from,
    );
    // A comment behind the brace stays with it.
    const alone = tokens.every(({ kind, start }) => kind === "comment" || start <= (brace?.start ?? 0));
    if (brace) return alone ? line.to : line.from + brace.end;
  }
  return first.to;
};

const setCheckedText = StateEffect.define<Text>();

/** The text that the diagnostics on show were made from. */
export const checkedText = StateField.define<Text | null>({
  create: () => null,
  update: (before, { effects }) => effects.find((effect) => effect.is(setCheckedText))?.value ?? before,
});

/** Puts the marks of a checked text into the editor, unless it was changed since. */
export const showMarks = (view: EditorView, doc: Text, diagnostics: readonly Diagnostic[], words: MarkWords): void => {
  if (view.state.doc !== doc) return;
  view.dispatch(setDiagnostics(view.state, marksOf(view, diagnostics, words)), { effects: setCheckedText.of(doc) });
};

/**
 * Does what the suggestion says, as one step that undo takes back. Nothing while the text is newer than its
 * diagnostics, since their places may be others by now.
 */
export const applyFix = (view: EditorView, diagnostic: Diagnostic): void => {
  const fix = fixOf(diagnostic);
  if (!fix || view.state.field(checkedText) !== view.state.doc) return;
  view.dispatch({
    changes: changeOf(view.state.doc, fix),
    userEvent: "input.fix",
    scrollIntoView: true,
  });
  view.focus();
};

export const goTo = (view: EditorView, diagnostic: Diagnostic): void => {
  const from = offsetOf(view.state.doc, diagnostic.range.start);
  const to = offsetOf(view.state.doc, diagnostic.range.end);
  view.dispatch({ selection: { anchor: from, head: Math.max(from, to) }, scrollIntoView: true });
  view.focus();
};

const marksOf = (view: EditorView, diagnostics: readonly Diagnostic[], words: MarkWords): Mark[] =>
  diagnostics.map((diagnostic) => {
    const from = offsetOf(view.state.doc, diagnostic.range.start);
    const to = offsetOf(view.state.doc, diagnostic.range.end);
    const fix = words.fix(diagnostic);
    return {
      from,
      to: Math.max(from, to),
      severity: diagnostic.severity,
      source: diagnostic.code,
      message: words.sentence(diagnostic),
      ...(fix === null ? {} : { actions: [{ name: fix, apply: (own: EditorView) => applyFix(own, diagnostic) }] }),
    };
  });
