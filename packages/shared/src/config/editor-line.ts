import { isRootKeyword, root } from "./blocks/root.ts";
import { directiveOf } from "./expand/directive.ts";
import type { BlockSpec, KeywordSpec } from "./keyword.ts";
import { lexLine, type Token } from "./lexer.ts";

export type EditorTokenKind =
  | "block"
  | "keyword"
  | "unknown"
  | "constant"
  | "number"
  | "string"
  | "value"
  | "macro"
  | "directive"
  | "brace"
  | "comment";

/** A piece of a line with its meaning. `start` and `end` are offsets in the line. */
export interface EditorToken {
  readonly kind: EditorTokenKind;
  readonly start: number;
  readonly end: number;
  /** The keyword that this is, or whose value this is. */
  readonly spec: KeywordSpec | null;
  /** The block it stands in; null inside of something unknown. */
  readonly block: BlockSpec | null;
}

/** What the lines above mean for the next one. A value: kept by an editor at any line and read on from there. */
export interface EditorState {
  /** Open blocks, outermost first; null for one that is not known. Empty: outside of every block. */
  readonly open: readonly (BlockSpec | null)[];
  /** The keyword of an earlier line that a '{' may still follow. */
  readonly pending: KeywordSpec | null;
  /** Inside of a definition whose lines end in a backslash. */
  readonly inMacro: boolean;
}

export interface EditorLine {
  readonly tokens: readonly EditorToken[];
  readonly next: EditorState;
}

export const EDITOR_START: EditorState = { open: [], pending: null, inMacro: false };

/** Deeper is an error anyway, and the state must stay small. */
const MAX_OPEN = 64;
/** Longer lines are an error; their words are not worth colours. */
const MAX_LENGTH = 10_000;

/** The block that the next statement stands in; null when it is not known. */
export const blockOf = ({ open }: EditorState): BlockSpec | null => (open.length === 0 ? root : (open.at(-1) ?? null));

/** Reads one line, without its end, as the parser would, but knows only the lines above. Never fails. */
export const readEditorLine = (state: EditorState, text: string): EditorLine => {
  if (text.length > MAX_LENGTH) return { tokens: [], next: { ...state, pending: null } };
  const { tokens, commentAt } = lexLine({ path: "", number: 1, text, exact: true, width: text.length });
  const comment: readonly EditorToken[] =
    commentAt < text.length
      ? [{ kind: "comment", start: commentAt, end: text.length, spec: null, block: blockOf(state) }]
      : [];
  const bare = text.slice(0, commentAt).trim();
  const goesOn = text.trimEnd().endsWith("\\");
  const plain = (kind: EditorTokenKind, { start, end }: Pick<Token, "start" | "end">): EditorToken => ({
    kind,
    start,
    end,
    spec: null,
    block: blockOf(state),
  });
  if (state.inMacro)
    return {
      tokens: [...tokens.map((token) => plain("macro", token)), ...comment],
      next: { ...state, inMacro: goesOn },
    };
  const directive = directiveOf(bare);
  if (directive?.kind === "assign" || directive?.kind === "include") {
    const rest = directive.kind === "assign" ? "macro" : "string";
    const first = directive.kind === "assign" ? "macro" : "directive";
    return {
      tokens: [...tokens.map((token, index) => plain(index === 0 ? first : rest, token)), ...comment],
      next: { ...state, inMacro: directive.kind === "assign" && goesOn },
    };
  }
  const ahead = text.length - text.trimStart().length + bare.length - restLength(directive);
  const head = tokens.filter(({ start }) => directive !== null && start < ahead);
  const reader = readStatements(state, tokens.slice(head.length));
  return {
    tokens: [...head.map((token) => plain("directive", token)), ...reader.tokens, ...comment],
    next: reader.next,
  };
};

const restLength = (directive: ReturnType<typeof directiveOf>): number =>
  directive?.kind === "condition" || directive?.kind === "repeat" ? directive.rest.length : 0;

const readStatements = (state: EditorState, tokens: readonly Token[]): EditorLine => {
  let open = state.open;
  let { pending } = state;
  let spec: KeywordSpec | null = null;
  let first = true;
  const out: EditorToken[] = [];
  for (const token of tokens) {
    const { start, end } = token;
    if (token.kind === "open") {
      out.push({ kind: "brace", start, end, spec: null, block: blockOf({ ...state, open }) });
      const owner = first ? pending : spec;
      if (open.length < MAX_OPEN) open = [...open, owner?.block ?? null];
    } else if (token.kind === "close") {
      open = open.slice(0, -1);
      out.push({ kind: "brace", start, end, spec: null, block: blockOf({ ...state, open }) });
    }
    if (token.kind === "open" || token.kind === "close") {
      first = true;
      pending = null;
      continue;
    }
    if (first && open.length > 0 && isRootKeyword(token.value)) open = [];
    const block = blockOf({ ...state, open });
    if (first) spec = block?.list ? null : (block?.keywords.get(token.value) ?? null);
    out.push({ kind: first ? headKind(block, spec, token) : valueKind(spec, token), start, end, spec, block });
    first = false;
    pending = spec;
  }
  return { tokens: out, next: { open, pending, inMacro: false } };
};

const headKind = (block: BlockSpec | null, spec: KeywordSpec | null, token: Token): EditorTokenKind => {
  if (spec) return spec.block ? "block" : "keyword";
  if (block?.list) return valueKind(null, token);
  if (token.value.startsWith("$")) return "macro";
  return block === null ? "value" : "unknown";
};

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/;

const valueKind = (spec: KeywordSpec | null, { kind, value }: Token): EditorTokenKind => {
  if (kind === "quoted") return "string";
  if (NUMBER.test(value)) return "number";
  if (value.includes("$")) return "macro";
  const { value: wanted } = spec ?? {};
  return wanted?.kind === "flag" || wanted?.kind === "choice" ? "constant" : "value";
};
