import type { Diagnostic } from "@baton/shared/config/diagnostic.ts";
import { fixOf } from "@baton/shared/config/editor-fix.ts";
import type { Diagnostic as Mark } from "@codemirror/lint";
import type { EditorView } from "@codemirror/view";
import { offsetOf } from "./places.ts";

/** The sentence shown for a problem, and the words of its fix button, if it has one. */
export interface MarkWords {
  readonly sentence: (diagnostic: Diagnostic) => string;
  readonly fix: (diagnostic: Diagnostic) => string | null;
}

/** Does what the suggestion says, as one step that undo takes back. */
export const applyFix = (view: EditorView, diagnostic: Diagnostic): void => {
  const fix = fixOf(diagnostic);
  if (!fix) return;
  const { doc } = view.state;
  const from = offsetOf(doc, fix.start);
  view.dispatch({
    changes: { from, to: Math.max(from, offsetOf(doc, fix.end)), insert: fix.text },
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
