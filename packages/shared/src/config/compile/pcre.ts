import { errorText } from "../../base/error-text.ts";
import { err, ok, type Result } from "../../base/result.ts";

/** keepalived's patterns are PCRE2's, ours JavaScript's: what means the same is taken over, what does not is refused. */
export interface Pattern {
  readonly source: string;
  /** Of i, m, s and u. */
  readonly flags: string;
  /** The match must begin in the first line. */
  readonly firstLine: boolean;
}

const FLAGS: Readonly<Record<string, string>> = { caseless: "i", multiline: "m", dotall: "s", utf: "u" };
/** Options that change nothing that could be seen here. */
const HARMLESS: ReadonlySet<string> = new Set([
  "auto_callout",
  "dollar_endonly",
  "firstline",
  "never_backslash_c",
  "never_ucp",
  "never_utf",
  "no_auto_capture",
  "no_auto_possess",
  "no_dotstar_anchor",
  "no_start_optimize",
  "use_offset_limit",
]);

/** Before a last newline, or at the end: what `$` means in PCRE without dollar_endonly and multiline. */
const END = "(?=\\n?(?![\\s\\S]))";
/** PCRE's escapes outside of a class that JavaScript has not. */
const ESCAPES: Readonly<Record<string, string>> = {
  A: "(?<![\\s\\S])",
  z: "(?![\\s\\S])",
  Z: END,
  h: "[\\t ]",
  H: "[^\\t ]",
  R: "(?:\\r\\n|[\\n\\v\\f\\r])",
  N: "[^\\n]",
  a: "\\x07",
  e: "\\x1b",
  v: "[\\n\\v\\f\\r]",
};
const CLASS_ESCAPES: Readonly<Record<string, string>> = { h: "\\t ", a: "\\x07", e: "\\x1b", v: "\\n\\v\\f\\r" };
/** Escapes that mean the same in both, and every sign that is no letter or digit. */
const SAME_ESCAPE = /^(?:[bBdDwWsSntrf1-9]|x[\da-fA-F]{2}|0|[^\w])/;
const POSIX: Readonly<Record<string, string>> = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  blank: "\\t ",
  digit: "0-9",
  lower: "a-z",
  punct: "!-\\/:-@\\[-`{-~",
  space: "\\t-\\r ",
  upper: "A-Z",
  word: "\\w",
  xdigit: "0-9A-Fa-f",
};
/** Behind "(?": groups that JavaScript has too. */
const SAME_GROUP = /^\(\?(?::|=|!|<=|<!|<[A-Za-z_]\w*>)/;

type Piece = Result<{ readonly text: string; readonly used: number }, string>;

const piece = (text: string, used: number): Piece => ok({ text, used });
const foreign = (what: string): Piece =>
  err(`'${what}' is PCRE's own and not known to JavaScript's regular expressions, which are used here`);

const escaped = (rest: string, known: Readonly<Record<string, string>>): Piece => {
  const letter = rest.charAt(1);
  const translated = known[letter];
  if (translated !== undefined) return piece(translated, 2);
  const same = SAME_ESCAPE.exec(rest.slice(1))?.[0];
  return same === undefined ? foreign(rest.slice(0, 2)) : piece(`\\${same}`, 1 + same.length);
};

const group = (rest: string): Piece => {
  const same = SAME_GROUP.exec(rest)?.[0];
  if (same !== undefined) return piece(same, same.length);
  const named = /^\(\?P<([A-Za-z_]\w*)>/.exec(rest);
  if (named) return piece(`(?<${named[1]}>`, named[0].length);
  if (/^\((?:\?|\*)/.test(rest)) return foreign(rest.slice(0, 4));
  return piece("(", 1);
};

const charClass = (rest: string): Piece => {
  let at = rest.startsWith("[^") ? 2 : 1;
  let text = rest.slice(0, at);
  // A bracket that comes first stands for itself.
  if (rest.charAt(at) === "]") {
    text += "\\]";
    at += 1;
  }
  while (at < rest.length && rest.charAt(at) !== "]") {
    const posix = /^\[:(\^?)([a-z]+):\]/.exec(rest.slice(at));
    const set = posix?.[1] === "" ? POSIX[posix[2] ?? ""] : undefined;
    if (posix && set === undefined) return foreign(posix[0]);
    const inner: Piece =
      posix && set !== undefined
        ? piece(set, posix[0].length)
        : rest.charAt(at) === "\\"
          ? escaped(rest.slice(at), CLASS_ESCAPES)
          : piece(rest.charAt(at) === "[" ? "\\[" : rest.charAt(at), 1);
    if (!inner.ok) return inner;
    text += inner.value.text;
    at += inner.value.used;
  }
  return at < rest.length ? piece(`${text}]`, at + 1) : err("a '[' is never closed");
};

const next = (rest: string, dollar: string): Piece => {
  const char = rest.charAt(0);
  if (char === "\\") return escaped(rest, ESCAPES);
  if (char === "[") return charClass(rest);
  if (char === "(") return group(rest);
  if (char === "$") return piece(dollar, 1);
  const possessive = /^(?:[*+?]|\{\d+(?:,\d*)?\})\+/.exec(rest)?.[0];
  return possessive === undefined ? piece(char, 1) : foreign(possessive);
};

/** `options`: the words of regex_options. The error is a sentence. */
export const translatePattern = (text: string, options: readonly string[]): Result<Pattern, string> => {
  const unknown = options.find((option) => FLAGS[option] === undefined && !HARMLESS.has(option));
  if (unknown !== undefined) return err(`the option '${unknown.slice(0, 40)}' is not supported`);
  const inline = /^\(\?([ims]+)\)/.exec(text);
  const flags = new Set([...(inline?.[1] ?? ""), ...options.flatMap((option) => FLAGS[option] ?? [])]);
  const dollar = flags.has("m") || options.includes("dollar_endonly") ? "$" : END;
  let source = "";
  for (let at = inline?.[0].length ?? 0; at < text.length; ) {
    const step = next(text.slice(at), dollar);
    if (!step.ok) return step;
    source += step.value.text;
    at += step.value.used;
  }
  const pattern = { source, flags: [...flags].sort().join(""), firstLine: options.includes("firstline") };
  try {
    new RegExp(pattern.source, pattern.flags);
    return ok(pattern);
  } catch (error) {
    return err(errorText(error));
  }
};
