import type { Diagnostic } from "../diagnostic.ts";
import type { Line } from "../line.ts";
import { lineRange } from "../line.ts";
import type { ReadInclude } from "../read-include.ts";
import type { Report } from "../report.ts";
import type { SourceText } from "../source.ts";
import { bareText, type Directive, directiveOf, mayBeDirective } from "./directive.ts";
import { randomNumber } from "./random.ts";
import { forEachLine, type LineCursor } from "./raw-lines.ts";
import { type Round, repeatRounds } from "./repeat.ts";
import { builtIn, substitute, unknownMacro } from "./variables.ts";

/** Bounds that no sane configuration meets and that keep a hostile one cheap. */
export const EXPAND_LIMITS = {
  includeDepth: 16,
  files: 1024,
  /** Lines that include, whether they find a file or not: each is a look at the disk. */
  includes: 4096,
  lineLength: 64 * 1024,
  macroLength: 1024 * 1024,
  /** A macro that holds macros that hold macros … */
  macroDepth: 32,
  /** Lines and characters made by macros and repetition. */
  madeLines: 200_000,
  madeCharacters: 8 * 1024 * 1024,
} as const;

export interface ExpandOptions {
  readonly readInclude: ReadInclude;
  /** keepalived's -i, for lines that start with @id. */
  readonly configId: string;
  readonly instance: string;
  /** For ${_ENV NAME}; null when there is no such variable. */
  readonly environment: (name: string) => string | null;
  readonly report: Report;
  /** `cursor`: for a plain line of a text; absent for what macros and repetition made. */
  readonly emit: (line: Line, cursor?: LineCursor) => void;
}

/** Where a piece of text came from. */
interface Origin {
  readonly path: string;
  readonly number: number;
  readonly width: number;
}

interface State {
  readonly options: ExpandOptions;
  readonly macros: Map<string, string>;
  /** Files being read now, outermost first. */
  readonly reading: string[];
  readonly sources: SourceText[];
  /** How many times ${_RANDOM} stood so far. */
  randoms: number;
  includes: number;
  madeLines: number;
  madeCharacters: number;
}

/**
 * Turns the text, its includes, macros, conditions and repetitions into plain lines, in order.
 * Order of effects as in keepalived: include first (neither @ nor $ works on it), then @, $NAME=, ~SEQ, $NAME.
 * Returns every text that was read.
 */
export const expandText = (main: SourceText, options: ExpandOptions): readonly SourceText[] => {
  const state: State = {
    options,
    macros: new Map(),
    reading: [],
    sources: [],
    randoms: 0,
    includes: 0,
    madeLines: 0,
    madeCharacters: 0,
  };
  readSource(state, main);
  return state.sources;
};

const complain = (state: State, at: Origin, code: string, message: string, suggestion?: string): void =>
  state.options.report.add({
    severity: "error",
    code,
    range: lineRange({ ...at, text: "", exact: false }, 0, 0),
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
  });

const readSource = (state: State, source: SourceText): void => {
  state.sources.push(source);
  state.reading.push(source.path);
  const { path } = source;
  let open: OpenMacro | null = null;
  forEachLine(source, (text, number, cursor) => {
    // An empty line ends a definition, and is nothing otherwise.
    if (text === "" && !open) return true;
    if (!open && text.length <= EXPAND_LIMITS.lineLength && !mayBeDirective(text)) {
      state.options.emit({ path, number, text, exact: true, width: text.length }, cursor);
      return !state.options.report.hopeless();
    }
    cursor.specials++;
    const origin: Origin = { path, number, width: text.length };
    if (text.length > EXPAND_LIMITS.lineLength) complainLength(state, origin, text.length);
    else if (!open) open = plainLine(state, origin, text);
    else if (!continueMacro(open, text)) open = define(state, open);
    return !state.options.report.hopeless();
  });
  define(state, open);
  state.reading.pop();
};

const define = (state: State, macro: OpenMacro | null): null => {
  if (macro) state.macros.set(macro.name, macro.lines.join("\n"));
  return null;
};

/** A definition whose lines end in a backslash; it keeps its line breaks. */
interface OpenMacro {
  readonly name: string;
  readonly lines: string[];
  characters: number;
}

const continues = (text: string): boolean => text.trimEnd().endsWith("\\");

/** False when this was its last line. */
const continueMacro = (macro: OpenMacro, text: string): boolean => {
  // A comment in between does not end it.
  const goesOn = continues(text);
  const bare = bareText(text);
  const piece = bare.endsWith("\\") ? bare.slice(0, -1) : bare;
  macro.characters += piece.length + 1;
  if (macro.characters <= EXPAND_LIMITS.macroLength) macro.lines.push(piece);
  return goesOn;
};

const plainLine = (state: State, origin: Origin, text: string): OpenMacro | null => {
  const bare = bareText(text);
  const directive = directiveOf(bare);
  if (directive?.kind === "assign" && continues(text)) {
    const first = directive.value.replace(/\\$/, "");
    return { name: directive.name, lines: [first], characters: first.length };
  }
  if (directive) perform(state, origin, directive, 0);
  else if (bare.includes("$")) madeText(state, origin, bare, 0);
  else state.options.emit({ ...origin, text, exact: true });
  return null;
};

/** Text without comments, made from macros or repetition; it may be several lines and hold directives. */
const madeText = (state: State, origin: Origin, text: string, depth: number): void => {
  if (depth > EXPAND_LIMITS.macroDepth) {
    complain(
      state,
      origin,
      "config.macro-loop",
      "macros are nested too deep here; one of them probably contains itself",
    );
    return;
  }
  for (const line of text.split("\n")) {
    if (state.options.report.hopeless()) return;
    const bare = line.trim();
    if (bare === "") continue;
    const directive = directiveOf(bare);
    if (directive) {
      perform(state, origin, directive, depth);
      continue;
    }
    const replaced = substitute(bare, (name, parameters) => lookup(state, origin, name, parameters));
    if (replaced === bare) {
      sayUnknownMacro(state, origin, bare);
      emitMade(state, origin, bare);
    } else if (bare.length > EXPAND_LIMITS.lineLength) complainLength(state, origin, bare.length);
    else madeText(state, origin, limited(state, origin, replaced), depth + 1);
  }
};

/** keepalived leaves such a word as it is, and a password may well hold a '$'. */
const sayUnknownMacro = (state: State, origin: Origin, text: string): void => {
  const name = unknownMacro(text);
  if (name === null || text.startsWith("$")) return;
  state.options.report.add({
    severity: "warning",
    code: "config.unknown-macro",
    range: lineRange({ ...origin, text: "", exact: false }, 0, 0),
    message: `no macro named ${name} is defined before this line; '$${name}' is taken as it stands`,
    suggestion: `a placeholder that was never filled in? Write its value, or define $${name}=VALUE above`,
  });
};

const lookup = (state: State, origin: Origin, name: string, parameters: string): string | null => {
  const own = parameters === "" ? state.macros.get(name) : undefined;
  if (own !== undefined) return own;
  const folder = origin.path.includes("/") ? origin.path.slice(0, origin.path.lastIndexOf("/")) || "/" : ".";
  const { instance, environment, configId } = state.options;
  const random = (words: string): string | null => randomNumber(words, configId, state.randoms++);
  return builtIn(name, parameters, { folder, instance, environment, random });
};

/** Counts made text, so that macros which double themselves end early. */
const limited = (state: State, origin: Origin, text: string): string => {
  state.madeCharacters += text.length;
  if (state.madeCharacters <= EXPAND_LIMITS.madeCharacters) return text;
  exhaust(state, origin);
  return "";
};

const abort = (state: State, at: Origin, code: string, message: string): void => {
  const range = lineRange({ ...at, text: "", exact: false }, 0, 0);
  state.options.report.abort({ severity: "error", code, range, message });
};

const exhaust = (state: State, origin: Origin): void =>
  abort(state, origin, "config.too-large", "macros and repetition make more text than is accepted; reading stops here");

const complainLength = (state: State, origin: Origin, length: number): void =>
  state.options.report.add(tooLong({ ...origin, text: "", exact: false }, length));

export const tooLong = (line: Line, length = line.text.length): Diagnostic => ({
  severity: "error",
  code: "config.line-too-long",
  range: lineRange(line, 0, 0),
  message: `this line has ${length} characters; no line needs that many`,
});

const emitMade = (state: State, origin: Origin, text: string): void => {
  state.madeLines++;
  if (state.madeLines > EXPAND_LIMITS.madeLines) exhaust(state, origin);
  else state.options.emit({ ...origin, text, exact: false });
};

const perform = (state: State, origin: Origin, directive: Directive, depth: number): void => {
  if (directive.kind === "assign") {
    state.macros.set(directive.name, directive.value);
    return;
  }
  if (directive.kind === "condition") {
    const matches = (directive.id === state.options.configId) !== directive.negated;
    if (matches) madeText(state, origin, directive.rest, depth);
    return;
  }
  if (directive.kind === "repeat") {
    repeat(state, origin, directive, depth);
    return;
  }
  include(state, origin, directive);
};

const repeat = (
  state: State,
  origin: Origin,
  directive: Extract<Directive, { kind: "repeat" }>,
  depth: number,
): void => {
  if (depth > EXPAND_LIMITS.macroDepth) return;
  const named = (text: string): string =>
    substitute(text, (name, parameters) => lookup(state, origin, name, parameters));
  const left = EXPAND_LIMITS.madeLines - state.madeLines;
  const rounds = repeatRounds(directive.word, named(directive.parameters), left);
  if (!rounds.ok) {
    complain(state, origin, "config.repeat", rounds.error);
    return;
  }
  for (const round of rounds.value) {
    if (state.options.report.hopeless()) return;
    madeText(state, origin, limited(state, origin, withRound(state, directive.rest, round)), depth + 1);
  }
};

/** Loop variables reach into the macros named on the line, so those are put in first. */
const withRound = (state: State, text: string, round: Round): string => {
  const inner = substitute(text, (name) => round.get(name) ?? state.macros.get(name) ?? null);
  return substitute(inner, (name) => round.get(name) ?? null);
};

const include = (state: State, origin: Origin, directive: Extract<Directive, { kind: "include" }>): void => {
  if (state.reading.length >= EXPAND_LIMITS.includeDepth) {
    complain(state, origin, "config.include-depth", `includes are nested more than ${EXPAND_LIMITS.includeDepth} deep`);
    return;
  }
  if (++state.includes > EXPAND_LIMITS.includes) {
    const message = `more than ${EXPAND_LIMITS.includes} includes; reading stops here`;
    abort(state, origin, "config.include-many", message);
    return;
  }
  const found = state.options.readInclude(directive.pattern, origin.path);
  if (found.length === 0) missingInclude(state, origin, directive);
  for (const source of found) {
    if (state.reading.includes(source.path)) {
      complain(state, origin, "config.include-loop", `'${source.path}' includes itself: ${state.reading.join(" → ")}`);
    } else if (state.sources.length >= EXPAND_LIMITS.files) {
      complain(state, origin, "config.include-many", `more than ${EXPAND_LIMITS.files} files are included`);
      return;
    } else readSource(state, source);
  }
};

const missingInclude = (
  state: State,
  origin: Origin,
  { word, pattern }: Extract<Directive, { kind: "include" }>,
): void => {
  const mandatory = word === "includem" || word === "includea" || (word === "includew" && /[*?[]/.test(pattern));
  state.options.report.add({
    severity: mandatory ? "error" : "warning",
    code: "config.include-missing",
    range: lineRange({ ...origin, text: "", exact: false }, 0, 0),
    message: `no file matches '${pattern}'`,
  });
};
