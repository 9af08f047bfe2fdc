import { err, ok, type Result } from "../base/result.ts";
import { parseIpAddress } from "../net/ip-address.ts";
import { didYouMean } from "./did-you-mean.ts";
import type { ValueSpec } from "./keyword.ts";
import type { Token } from "./lexer.ts";

export type Value = number | string | boolean | null;

export interface ValueProblem {
  readonly code: string;
  readonly message: string;
  readonly suggestion?: string;
  /** Null: the keyword itself. */
  readonly at: Token | null;
}

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ["on", true],
  ["true", true],
  ["yes", true],
  ["off", false],
  ["false", false],
  ["no", false],
]);

const bad = (at: Token | null, message: string, suggestion?: string): Result<never, ValueProblem> =>
  err({ code: "config.bad-value", message, at, ...(suggestion === undefined ? {} : { suggestion }) });

/** A plain number below 1,000,000, as nearly all are; NaN for any other text. */
const smallNumber = (text: string): number => {
  let value = text === "" || text.length > 6 ? Number.NaN : 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : Number.NaN;
  }
  return value;
};

const parseNumber = (
  spec: Extract<ValueSpec, { kind: "int" | "seconds" }>,
  arg: Token,
): Result<Value, ValueProblem> => {
  const small = smallNumber(arg.value);
  if (small >= spec.min && small <= spec.max) return ok(small);
  const shape = spec.kind === "int" ? /^[+-]?\d{1,10}$/ : /^[+-]?(\d{1,10}(\.\d{0,9})?|\.\d{1,9})$/;
  const what = spec.kind === "int" ? "a whole number" : "a number of seconds";
  if (!shape.test(arg.value))
    return bad(arg, `'${arg.value.slice(0, 60)}' is not ${what}`, numberHint(spec, arg.value));
  const value = Number(arg.value);
  if (value < spec.min || value > spec.max) return bad(arg, `${arg.value} is outside ${spec.min} to ${spec.max}`);
  return ok(value);
};

/** What other programs write: a unit, or a sign between keyword and value. */
const numberHint = ({ kind }: ValueSpec, text: string): string | undefined => {
  if (text === "=" || text === ":") return WITHOUT_SIGN;
  const found = /^(\d{1,9}(?:\.\d{1,9})?)(ms|s|sec|m|min)$/.exec(text);
  if (kind !== "seconds" || !found) return undefined;
  const factor = found[2] === "ms" ? 0.001 : found[2]?.startsWith("m") ? 60 : 1;
  return `the unit is always seconds: write ${Number(found[1]) * factor}`;
};

const WITHOUT_SIGN = "nothing stands between a keyword and its value";

const parseChoice = (
  { of, anyCase }: Extract<ValueSpec, { kind: "choice" }>,
  arg: Token,
): Result<Value, ValueProblem> => {
  const value = anyCase ? arg.value.toUpperCase() : arg.value;
  if (of.includes(value)) return ok(value);
  if (arg.value === "=" || arg.value === ":")
    return bad(arg, `'${arg.value}' is not one of ${of.join(", ")}`, WITHOUT_SIGN);
  const near = didYouMean(arg.value, of);
  return bad(arg, `'${arg.value}' is not one of ${of.join(", ")}`, near ? `did you mean '${near}'?` : undefined);
};

const HOST_NAME = /^[a-z][\w-]*(\.[\w-]+)*$/i;

const PREFIX_LENGTH = /\/\d{1,3}$/;

const parseAddress = (
  { prefixed }: Extract<ValueSpec, { kind: "address" }>,
  arg: Token,
): Result<Value, ValueProblem> => {
  const parsed = parseIpAddress(prefixed ? arg.value.replace(PREFIX_LENGTH, "") : arg.value);
  if (parsed.ok) return ok(parsed.value.text);
  return bad(
    arg,
    parsed.error,
    HOST_NAME.test(arg.value) ? "host names are not looked up; write the address" : undefined,
  );
};

/** How many words behind the keyword such a value takes at most. */
export const mostWords = ({ kind }: ValueSpec): number =>
  kind === "none" ? 0 : kind === "any" || kind === "words" ? Number.POSITIVE_INFINITY : 1;

/** The value of a keyword. `arg`: the word behind it. */
export const parseValue = (spec: ValueSpec, arg: Token | undefined): Result<Value, ValueProblem> => {
  if (spec.kind === "none") return ok(true);
  if (spec.kind === "any") return ok(null);
  if (!arg) {
    if (spec.kind === "flag") return ok(true);
    const optional = "optional" in spec && spec.optional === true;
    return optional ? ok(null) : err({ code: "config.missing-value", message: "needs a value", at: null });
  }
  switch (spec.kind) {
    case "flag": {
      const value = FLAGS.get(arg.value);
      return value === undefined ? bad(arg, `'${arg.value}' is not on or off`) : ok(value);
    }
    case "int":
    case "seconds":
      return parseNumber(spec, arg);
    case "choice":
      return parseChoice(spec, arg);
    case "address":
      return parseAddress(spec, arg);
    case "word":
    case "words":
      return ok(arg.value);
  }
};
