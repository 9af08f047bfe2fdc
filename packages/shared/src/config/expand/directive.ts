import { commentStart, isSpace } from "../lexer.ts";

/** What a line says to the reader of the text, before it is a statement. */
export type Directive =
  | { readonly kind: "include"; readonly word: IncludeWord; readonly pattern: string }
  | { readonly kind: "condition"; readonly negated: boolean; readonly id: string; readonly rest: string }
  | { readonly kind: "assign"; readonly name: string; readonly value: string }
  | { readonly kind: "repeat"; readonly word: RepeatWord; readonly parameters: string; readonly rest: string };

/** includer: readable; includem: must match; includew, includeb: each wildcard, brace part must match; includea: all of it. */
export type IncludeWord = "include" | "includer" | "includem" | "includew" | "includeb" | "includea";
export type RepeatWord = "SEQ" | "SEQx" | "LST";

const INCLUDE = /^(include[rmwba]?)[ \t]+(\S.*)$/;
const CONDITION = /^@(\^?)([^\s{}]+)[ \t]*(.*)$/;
/** No space before the sign, as in keepalived. */
export const ASSIGN = /^\$([A-Za-z_]\w*)=[ \t]*/;
const REPEAT = /^~(SEQx?|LST)\(/;

/** The end of a parenthesis opened just before `at`, or -1. */
const closingParenthesis = (text: string, at: number): number => {
  const end = text.indexOf(")", at);
  return end < 0 ? -1 : end;
};

/** Null: an ordinary line. `text` has no comment and no outer white space. */
export const directiveOf = (text: string): Directive | null => {
  const first = text.charAt(0);
  if (first === "i") {
    const found = INCLUDE.exec(text);
    return found ? { kind: "include", word: found[1] as IncludeWord, pattern: unquote(found[2] ?? "") } : null;
  }
  if (first === "@") {
    const found = CONDITION.exec(text);
    return found ? { kind: "condition", negated: found[1] === "^", id: found[2] ?? "", rest: found[3] ?? "" } : null;
  }
  if (first === "$") {
    const found = ASSIGN.exec(text);
    return found ? { kind: "assign", name: found[1] ?? "", value: text.slice(found[0].length) } : null;
  }
  if (first !== "~") return null;
  const found = REPEAT.exec(text);
  const end = found ? closingParenthesis(text, found[0].length) : -1;
  if (!found || end < 0) return null;
  const parameters = text.slice(found[0].length, end);
  return { kind: "repeat", word: found[1] as RepeatWord, parameters, rest: text.slice(end + 1).trim() };
};

const unquote = (text: string): string => {
  const trimmed = text.trim();
  return trimmed.length > 1 && trimmed.startsWith('"') && trimmed.endsWith('"') ? trimmed.slice(1, -1) : trimmed;
};

/** A line without its comment and outer white space. */
export const bareText = (text: string): string => text.slice(0, commentStart(text)).trim();

const AT = 64;
const LOWER_I = 105;
const TILDE = 126;

/** Cheap test that spares ordinary lines the rest of this module. */
export const mayBeDirective = (text: string): boolean => {
  let at = 0;
  while (isSpace(text.charCodeAt(at))) at++;
  const first = text.charCodeAt(at);
  return first === AT || first === LOWER_I || first === TILDE || text.includes("$");
};
