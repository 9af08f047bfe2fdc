import { completionAt, hoverAt } from "@baton/shared/config/editor-complete.ts";
import type { KeywordSpec } from "@baton/shared/config/keyword.ts";
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  snippet,
} from "@codemirror/autocomplete";
import { foldService } from "@codemirror/language";
import type { EditorState as CodeState, Extension } from "@codemirror/state";
import { type EditorView, hoverTooltip, type Tooltip } from "@codemirror/view";
import type { i18n } from "i18next";
import { keywordHelpElement, valueText } from "./keyword-help.ts";
import { lineStates, stateBeforeLine } from "./line-states.ts";

/** Completion, hover documentation and folding, from the keyword tables, in the language of the moment. */
export const configAssist = (words: i18n): Extension => [
  lineStates,
  autocompletion({ override: [(context) => complete(context, words)], icons: false }),
  hoverTooltip((view, position) => explain(view, position, words), { hoverTime: 300 }),
  foldService.of(foldBlock),
];

const helpOf = (spec: KeywordSpec, words: i18n): HTMLElement =>
  keywordHelpElement(spec, words.t, words.language.startsWith("zh"));

/** Offered while a word is typed, and everywhere on request (Ctrl-Space). */
export const complete = ({ state, pos, explicit }: CompletionContext, words: i18n): CompletionResult | null => {
  const line = state.doc.lineAt(pos);
  const found = completionAt(stateBeforeLine(state, line.number), line.text.slice(0, pos - line.from));
  if (!found || (!explicit && found.kind === "keywords" && line.from + found.from === pos)) return null;
  const alone = state.sliceDoc(pos, line.to).trim() === "";
  const options: Completion[] =
    found.kind === "values"
      ? found.of.map((label) => ({ label, type: "constant" }))
      : found.of.map((spec) => ({
          label: spec.name,
          type: spec.block ? "class" : "keyword",
          detail: spec.block ? "{ }" : (spec.default ?? valueText(spec.value, words.t) ?? ""),
          info: () => helpOf(spec, words),
          ...(spec.block && alone ? { apply: snippet(blockTemplate(spec)) } : {}),
          boost: spec.support === "full" ? 1 : spec.support === "ignored" ? 0 : -1,
        }));
  return { from: line.from + found.from, options, validFor: /^[\w-]*$/ };
};

/** A block with its braces; what has to stand before them is a field to be filled in. */
const blockTemplate = ({ name, value }: KeywordSpec): string => {
  const head = value.kind === "word" ? " #{name}" : value.kind === "words" ? " #{address} #{port}" : "";
  return `${name}${head} {\n\t#{}\n}`;
};

const explain = (view: EditorView, position: number, words: i18n): Tooltip | null => {
  const line = view.state.doc.lineAt(position);
  const found = hoverAt(stateBeforeLine(view.state, line.number), line.text, position - line.from);
  if (!found) return null;
  return {
    pos: line.from + found.start,
    end: line.from + found.end,
    above: true,
    create: () => ({ dom: helpOf(found.spec, words) }),
  };
};

/** The same help for those who have no pointer: by where the cursor is. */
export const keywordAtCursor = (state: CodeState): KeywordSpec | null => {
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  const before = stateBeforeLine(state, line.number);
  // Behind a word counts as on it.
  const found = hoverAt(before, line.text, head - line.from) ?? hoverAt(before, line.text, head - line.from - 1);
  return found?.spec ?? null;
};

/** Longer blocks are not folded, so that asking for every visible line stays cheap. */
const MAX_FOLD_LINES = 5000;

/** From the '{' that a line ends with to before the '}' that closes it. */
export const foldBlock = (state: CodeState, from: number): { from: number; to: number } | null => {
  const first = state.doc.lineAt(from);
  const before = stateBeforeLine(state, first.number).open.length;
  const depth = stateBeforeLine(state, first.number + 1).open.length;
  if (depth <= before || !/\{\s*([!#].*)?$/.test(first.text)) return null;
  const last = Math.min(state.doc.lines, first.number + MAX_FOLD_LINES);
  for (let number = first.number + 1; number <= last; number++) {
    if (stateBeforeLine(state, number + 1).open.length >= depth) continue;
    return number > first.number + 1 ? { from: first.to, to: state.doc.line(number - 1).to } : null;
  }
  return null;
};
