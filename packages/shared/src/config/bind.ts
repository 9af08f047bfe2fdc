import { type Block, headRange, moveHere, type Statement } from "./ast.ts";
import { root } from "./blocks/root.ts";
import { didYouMean } from "./did-you-mean.ts";
import type { BlockSpec, KeywordSpec } from "./keyword.ts";
import { type Token, tokenRange } from "./lexer.ts";
import type { Report } from "./report.ts";
import { suggestKeyword } from "./suggest-keyword.ts";
import { mostWords, parseValue, type Value, type ValueProblem } from "./values.ts";

/** A statement whose keyword is known and whose value has been read. A class, as there is one for each line. */
export class BoundEntry {
  /** The keyword in its main spelling. */
  readonly name: string;
  readonly spec: KeywordSpec;
  readonly keyword: Token;
  readonly statement: Statement;
  /** Null when there is none or when it was wrong (then that has been reported). */
  readonly value: Value;
  readonly block: BoundBlock | null;

  constructor(spec: KeywordSpec, keyword: Token, statement: Statement, value: Value, block: BoundBlock | null) {
    this.name = spec.sameAs ?? spec.name;
    this.spec = spec;
    this.keyword = keyword;
    this.statement = statement;
    this.value = value;
    this.block = block;
  }

  /** The words behind the keyword. */
  get args(): readonly Token[] {
    return this.statement.words.slice(1);
  }
}

/** Entries are looked up by `entryOf` and `entriesOf`. */
export interface BoundBlock {
  readonly spec: BlockSpec;
  readonly entries: readonly BoundEntry[];
  /** By main spelling; null until somebody needs it, which for a small block nobody does. */
  index: ReadonlyMap<string, readonly BoundEntry[]> | null;
  /** The raw lines of a list block. */
  readonly lines: readonly Statement[];
}

export interface Binder {
  /** The next statement of the top level. */
  readonly take: (statement: Statement) => void;
  /** An entry of the top level that an earlier reading has bound, of a keyword that may stand there often. */
  readonly recall: (entry: BoundEntry) => void;
  readonly finish: () => BoundBlock;
}

/**
 * Gives every statement its meaning from the keyword tables, and reports each one that has none. `keep` sees each
 * top-level entry at once and answers with what of it later stages still need.
 */
export const createBinder = (report: Report, keep: (entry: BoundEntry) => BoundEntry): Binder => {
  const bound = emptyBlock(root);
  const context = { report, around: [root], repeated: new Map<readonly Statement[], BoundBlock>() };
  const counts = new Map<string, number>();
  return {
    take: (statement) => {
      if (report.hopeless()) return;
      const entry = bindStatement(root, statement, context, true);
      if (!entry) return;
      addEntry(bound, keep(entry), report, true);
      const count = (counts.get(entry.name) ?? 0) + 1;
      counts.set(entry.name, count);
      if (!isMassProduct(entry) && count > MOST_ALIKE) abortMany(report, entry);
    },
    recall: (entry) => addEntry(bound, entry, report, true),
    finish: () => bound,
  };
};

/** Of each top-level block but virtual_server: far more than a host could run. */
const MOST_ALIKE = 4096;

const isMassProduct = ({ spec }: BoundEntry): boolean => spec.name === "virtual_server";

const abortMany = (report: Report, { spec, keyword }: BoundEntry): void =>
  report.abort({
    severity: "error",
    code: "config.too-large",
    range: tokenRange(keyword),
    message: `the configuration has more than ${MOST_ALIKE} ${spec.name} blocks`,
  });

interface Context {
  readonly report: Report;
  /** The blocks that are being read, outermost first. */
  readonly around: BlockSpec[];
  /** What the insides mean that several blocks share, by their statements; the last few, as more are not shared at once. */
  readonly repeated: Map<readonly Statement[], BoundBlock>;
}

const MOST_REPEATED = 64;

/** A block that is being filled. */
interface FillingBlock extends BoundBlock {
  readonly entries: BoundEntry[];
}

const NO_LINES: readonly Statement[] = [];

const emptyBlock = (spec: BlockSpec, lines = NO_LINES): FillingBlock => ({
  spec,
  entries: [],
  index: null,
  lines,
});

const addEntry = ({ entries }: FillingBlock, entry: BoundEntry, report: Report, live: boolean): void => {
  const before = entry.spec.many || !live ? undefined : lastNamed(entries, entry.name);
  if (before) complainRepeated(report, before, entry);
  entries.push(entry);
};

/** Of these, the last with this keyword. */
export const lastNamed = (entries: readonly BoundEntry[], name: string): BoundEntry | undefined => {
  for (let i = entries.length - 1; i >= 0; i--) if (entries[i]?.name === name) return entries[i];
  return undefined;
};

/** An inside that several blocks share is bound once, unless there was something to say about it. */
const bindBlock = (spec: BlockSpec, block: Block, context: Context, live: boolean): BoundBlock => {
  const { items } = block;
  const isShared = block.shared !== undefined && live;
  const known = isShared ? context.repeated.get(items) : undefined;
  if (known?.spec === spec) return known;
  moveHere(block);
  const said = context.report.said();
  const bound = bindItems(spec, items, context, live);
  if (isShared && said === context.report.said()) {
    if (context.repeated.size === MOST_REPEATED) context.repeated.clear();
    context.repeated.set(items, bound);
  }
  return bound;
};

const bindItems = (spec: BlockSpec, items: readonly Statement[], context: Context, live: boolean): BoundBlock => {
  if (spec.list) return emptyBlock(spec, items);
  const { report } = context;
  const bound = emptyBlock(spec);
  context.around.push(spec);
  for (let i = 0; i < items.length && !report.hopeless(); i++) {
    const statement = items[i];
    const entry = statement ? bindStatement(spec, statement, context, live) : null;
    if (entry) addEntry(bound, entry, report, live);
  }
  context.around.pop();
  return bound;
};

/** `live`: false inside of what is refused or ignored as a whole, where only mistakes are worth a word. */
const bindStatement = (parent: BlockSpec, statement: Statement, context: Context, live: boolean): BoundEntry | null => {
  const { report } = context;
  const { words } = statement;
  const keyword = words[0];
  if (!keyword) return null;
  const spec = parent.keywords.get(keyword.value);
  if (!spec) {
    complainUnknown(context, parent, keyword);
    lookInside(parent, statement, context);
    return null;
  }
  if (live && (spec.support !== "full" || spec.old !== undefined)) sayUnsupported(report, spec, keyword);
  const value = readValue(report, parent, spec, words);
  const inner = spec.block;
  if (inner?.list && spec.value.kind === "any" && words[1]) complainExtra(report, parent, spec, words[1]);
  if (inner && !statement.block) complainNoBlock(report, spec, keyword, words.at(-1));
  if (!inner && statement.block) complainBlock(report, spec, statement);
  const block =
    inner && statement.block ? bindBlock(inner, statement.block, context, live && spec.support === "full") : null;
  return new BoundEntry(spec, keyword, statement, value, block);
};

/** In a misspelt block mistakes are told too, so that they need not be found one by one. */
const lookInside = (parent: BlockSpec, { words, block }: Statement, context: Context): void => {
  const near = block && didYouMean(words[0]?.value ?? "", parent.keywords.keys());
  const inner = near ? parent.keywords.get(near)?.block : undefined;
  if (block && inner) bindBlock(inner, block, context, false);
};

const readValue = (report: Report, parent: BlockSpec, spec: KeywordSpec, words: readonly Token[]): Value => {
  const parsed = parseValue(spec.value, words[1]);
  if (!parsed.ok) {
    complainValue(report, spec, words, parsed.error);
    return null;
  }
  const taken = 1 + mostWords(spec.value);
  const extra = words.length > taken ? words[taken] : undefined;
  if (extra) complainExtra(report, parent, spec, extra);
  return parsed.value;
};

const complainValue = (
  report: Report,
  spec: KeywordSpec,
  [keyword]: readonly Token[],
  { code, message, suggestion, at }: ValueProblem,
): void => {
  const place = at ?? keyword;
  if (!place) return;
  const text = at ? `${spec.name}: ${message}` : `'${spec.name}' ${message}`;
  const range = tokenRange(place);
  report.add({ severity: "error", code, range, message: text, ...(suggestion === undefined ? {} : { suggestion }) });
};

const sayUnsupported = (report: Report, spec: KeywordSpec, keyword: Token): void => {
  const range = tokenRange(keyword);
  if (spec.old !== undefined)
    report.add({ severity: "warning", code: "config.old-spelling", range, message: `'${spec.name}': ${spec.old}` });
  if (spec.support === "ignored")
    report.add({
      severity: "warning",
      code: "config.no-effect",
      range,
      message: `'${spec.name}' is accepted but has no effect in Baton (in keepalived: ${spec.en})`,
    });
  if (spec.support === "refused")
    report.add({
      severity: "error",
      code: "config.not-implemented",
      range,
      message: `'${spec.name}' is not implemented yet and cannot safely be left out (in keepalived: ${spec.en})`,
    });
};

const complainUnknown = ({ report, around }: Context, parent: BlockSpec, keyword: Token): void => {
  const suggestion = suggestKeyword(keyword.value, parent, around);
  report.add({
    severity: "error",
    code: "config.unknown-keyword",
    range: tokenRange(keyword),
    message: `unknown keyword '${keyword.value.slice(0, 60)}' in ${parent.name}`,
    ...(suggestion === null ? {} : { suggestion }),
  });
};

const complainRepeated = (report: Report, before: BoundEntry, entry: BoundEntry): void =>
  report.add({
    severity: "warning",
    code: "config.repeated",
    range: tokenRange(entry.keyword),
    message: `'${entry.spec.name}' stands here again; the one in line ${before.keyword.line.number} has no effect`,
  });

const complainNoBlock = (report: Report, spec: KeywordSpec, keyword: Token, last: Token | undefined): void =>
  report.add({
    severity: "error",
    code: "config.missing-block",
    range: tokenRange(keyword),
    message: `'${spec.name}' needs a block`,
    suggestion:
      last?.value === "\uff5b"
        ? "this is a full-width brace; write '{'"
        : "add '{' at the end of the line and '}' after its last line",
  });

const complainBlock = (report: Report, spec: KeywordSpec, statement: Statement): void =>
  report.add({
    severity: "error",
    code: "config.unexpected-block",
    range: headRange(statement),
    message: `'${spec.name}' takes no block`,
  });

/** keepalived swallows what follows silently, so it is a trap rather than a mistake. */
const complainExtra = (report: Report, parent: BlockSpec, spec: KeywordSpec, extra: Token): void => {
  const keyword = parent.keywords.has(extra.value);
  report.add({
    severity: "warning",
    code: keyword ? "config.two-on-a-line" : "config.extra-argument",
    range: tokenRange(extra),
    message: keyword
      ? `'${extra.value}' has no effect here: it stands on the line of '${spec.name}', and keepalived takes one keyword a line`
      : `'${extra.value.slice(0, 60)}' after '${spec.name}' has no effect`,
    ...(keyword ? { suggestion: `put '${extra.value}' on a line of its own` } : {}),
  });
};
