import { EDITOR_START, type EditorState as LineState, readEditorLine } from "@baton/shared/config/editor-line.ts";
import { type EditorState, StateField } from "@codemirror/state";

/**
 * The state before each line, index 0 for line 1, as far as it was asked for. The array grows on demand: that
 * is a cache of what the text says already, so it may.
 */
export const lineStates = StateField.define<LineState[]>({
  create: () => [EDITOR_START],
  update: (states, { changes, docChanged, startState }) => {
    if (!docChanged) return states;
    let first = Number.POSITIVE_INFINITY;
    changes.iterChangedRanges((from) => {
      first = Math.min(first, from);
    });
    // What stands above the first change, and the start of its own line, is as before.
    return states.slice(0, startState.doc.lineAt(Math.min(first, startState.doc.length)).number);
  },
});

/** `line` counts from 1. */
export const stateBeforeLine = (state: EditorState, line: number): LineState => {
  const states = state.field(lineStates);
  if (states.length < line) {
    for (const text of state.doc.iterLines(states.length, Math.min(line, state.doc.lines + 1)))
      states.push(readEditorLine(states.at(-1) ?? EDITOR_START, text).next);
  }
  return states[line - 1] ?? states.at(-1) ?? EDITOR_START;
};
