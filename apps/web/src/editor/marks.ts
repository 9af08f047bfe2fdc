import type { Diagnostic } from "@baton/shared/config/diagnostic.ts";
import { type EditorFix, fixOf } from "@baton/shared/config/editor-fix.ts";
import type { Diagnostic as Mark } from "@codemirror/lint";
import type { Text } from "@codemirror/state";
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
  if (fix.text !== "\n") return { from, to: Math.max(from, offsetOf(doc, fix.end)), insert: fix.text };
  const before = doc.sliceString(line.from, from).trimEnd();
  const indent = /^\s*/.exec(line.text)?.[0] ?? "";
  return { from: line.from + before.length, to: from, insert: `\n${indent}` };
};

/** Does what the suggestion says, as one step that undo takes back. */
export const applyFix = (view: EditorView, diagnostic: Diagnostic): void => {
  const fix = fixOf(diagnostic);
  if (!fix) return;
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

export const marksOf = (view: EditorView, diagnostics: readonly Diagnostic[], words: MarkWords): Mark[] =>
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
