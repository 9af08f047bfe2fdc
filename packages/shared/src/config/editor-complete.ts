import { blockOf, EDITOR_START, type EditorState, readEditorLine } from "./editor-line.ts";
import type { BlockSpec, KeywordSpec } from "./keyword.ts";

/** What may stand at a place in a line. `from` is the offset where the word to be replaced starts. */
export type EditorCompletion =
  | { readonly kind: "keywords"; readonly from: number; readonly block: BlockSpec; readonly of: readonly KeywordSpec[] }
  | { readonly kind: "values"; readonly from: number; readonly spec: KeywordSpec; readonly of: readonly string[] };

/** What the editor shows about a word: `start` and `end` are offsets in the line. */
export interface EditorHover {
  readonly start: number;
  readonly end: number;
  readonly spec: KeywordSpec;
  /** The block that the keyword stands in. */
  readonly block: BlockSpec;
}

/** The state after these lines, read from the file's start. */
export const stateAfter = (lines: Iterable<string>): EditorState => {
  let state = EDITOR_START;
  for (const line of lines) state = readEditorLine(state, line).next;
  return state;
};

/** `before`: the line up to the cursor. Null where nothing can be offered: comments, free values, definitions. */
export const completionAt = (state: EditorState, before: string): EditorCompletion | null => {
  const typed = /[^\s{}"]*$/.exec(before)?.[0] ?? "";
  const from = before.length - typed.length;
  const { tokens, next } = readEditorLine(state, before.slice(0, from));
  const last = tokens.at(-1);
  if (state.inMacro || next.inMacro || last?.kind === "comment" || /[!#"]/.test(typed)) return null;
  if (tokens.some(({ kind }) => kind === "directive" || kind === "macro") && last?.kind !== "brace") return null;
  const block = blockOf(next);
  if (last === undefined || last.kind === "brace") {
    if (block === null || block.list) return null;
    return { kind: "keywords", from, block, of: offered(block) };
  }
  const { spec } = last;
  const values = last.kind === "block" || last.kind === "keyword" ? valuesOf(spec) : [];
  return spec && values.length > 0 ? { kind: "values", from, spec, of: values } : null;
};

/** Words that only old files need are understood but not offered. */
const offered = (block: BlockSpec): readonly KeywordSpec[] =>
  [...block.keywords.values()].filter(({ old, name }) => old === undefined && name !== "nb_get_retry");

const valuesOf = (spec: KeywordSpec | null): readonly string[] => {
  if (spec?.value.kind === "choice") return spec.value.of;
  if (spec?.value.kind === "flag") return ["on", "off"];
  if (spec?.name === "lb_kind" || spec?.name.endsWith("lvs_method")) return ["DR", "NAT", "TUN"];
  return [];
};

/** The keyword at an offset of a line, or the one whose value stands there. */
export const hoverAt = (state: EditorState, line: string, offset: number): EditorHover | null => {
  const found = readEditorLine(state, line).tokens.find(({ start, end }) => start <= offset && offset < end);
  return found?.spec && found.block
    ? { start: found.start, end: found.end, spec: found.spec, block: found.block }
    : null;
};
