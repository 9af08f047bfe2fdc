import { err, ok, type Result } from "../../base/result.ts";
import type { RepeatWord } from "./directive.ts";

/** One round of ~SEQ or ~LST: what each loop variable stands for. */
export type Round = ReadonlyMap<string, string>;

const NAME = /^[A-Za-z_]\w*$/;

const integer = (text: string | undefined): number | null => {
  const trimmed = text?.trim() ?? "";
  if (/^-?\d{1,9}$/.test(trimmed)) return Number(trimmed);
  return /^-?0x[\da-f]{1,7}$/i.test(trimmed) ? Number.parseInt(trimmed, 16) : null;
};

/** ~SEQ(v, start, step, end), ~SEQ(v, start, end), ~SEQ(v, end): from start (1, or -1 for an end below 0) by step (1 or -1). */
const sequence = (parameters: string, hex: boolean, limit: number): Result<readonly Round[], string> => {
  const [name = "", ...rest] = parameters.split(",").map((part) => part.trim());
  const numbers = rest.map(integer);
  if (!NAME.test(name) || numbers.length < 1 || numbers.length > 3 || numbers.includes(null))
    return err("~SEQ wants (NAME, start, step, end) with whole numbers");
  const end = numbers.at(-1) ?? 0;
  const start = numbers.length > 1 ? (numbers[0] ?? 0) : end < 0 ? -1 : 1;
  const step = numbers.length === 3 ? (numbers[1] ?? 0) : start > end ? -1 : 1;
  if (step === 0 || (end - start) * step < 0) return err("this ~SEQ never reaches its end");
  const count = Math.floor((end - start) / step) + 1;
  if (count > limit) return err(`this ~SEQ makes ${count} lines; no more than ${limit} are left`);
  const text = (value: number): string => (hex ? value.toString(16) : String(value));
  return ok(Array.from({ length: count }, (_, i) => new Map([[name, text(start + i * step)]])));
};

/** Splits at commas that stand outside of braces: "{a,b}, {1,2}" is two parts. */
const topLevelParts = (text: string): string[] => {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === "{") depth++;
    else if (char === "}") depth--;
    else if (char === "," && depth === 0) {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  return [...parts, text.slice(start).trim()];
};

const tuple = (text: string): string[] =>
  (text.startsWith("{") && text.endsWith("}") ? text.slice(1, -1).split(",") : [text]).map((part) => part.trim());

/** ~LST(v, a, b) and ~LST({v, w}, {1, 2}, {3, 4}). */
const list = (parameters: string, limit: number): Result<readonly Round[], string> => {
  const [head = "", ...values] = topLevelParts(parameters);
  const names = tuple(head);
  if (values.length === 0 || !names.every((name) => NAME.test(name)))
    return err("~LST wants (NAME, value, …) or ({NAME, NAME}, {value, value}, …)");
  if (values.length > limit) return err(`this ~LST makes ${values.length} lines; no more than ${limit} are left`);
  const rounds: Round[] = [];
  for (const value of values) {
    const parts = tuple(value);
    if (parts.length !== names.length) return err(`'${value}' has ${parts.length} values for ${names.length} names`);
    rounds.push(new Map(names.map((name, i) => [name, parts[i] ?? ""])));
  }
  return ok(rounds);
};

/** The rounds of a repeated line, at most `limit`; the error is a sentence. */
export const repeatRounds = (word: RepeatWord, parameters: string, limit: number): Result<readonly Round[], string> =>
  word === "LST" ? list(parameters, limit) : sequence(parameters, word === "SEQx", limit);
