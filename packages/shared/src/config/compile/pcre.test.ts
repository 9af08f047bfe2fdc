import { describe, expect, test } from "vitest";
import { translatePattern } from "./pcre.ts";

const search = (pattern: string, text: string, ...options: string[]): boolean => {
  const translated = translatePattern(pattern, options);
  if (!translated.ok) throw new Error(translated.error);
  return new RegExp(translated.value.source, translated.value.flags).test(text);
};

describe("a pattern that means the same", () => {
  test.each<[string, string, boolean, string[]]>([
    ["OK", "all OK here", true, []],
    ["ok", "OK", false, []],
    ["ok", "OK", true, ["caseless"]],
    ["(?i)ok", "OK", true, []],
    ["^b$", "a\nb\nc", false, []],
    ["^b$", "a\nb\nc", true, ["multiline"]],
    ["end$", "the end\n", true, []],
    ["end$", "the end\n", false, ["dollar_endonly"]],
    ["a.b", "a\nb", false, []],
    ["a.b", "a\nb", true, ["dotall"]],
    ["\\Aup\\z", "up", true, []],
    ["\\Aup\\z", "up\n", false, []],
    ["\\Aup\\Z", "up\n", true, []],
    ["a\\hb", "a\tb", true, []],
    ["[[:digit:]]{3}", "abc123", true, []],
    ["^[]x]+$", "]x]", true, []],
    ["(?P<word>\\w+) \\1", "yes yes", true, []],
    ["[a[]b", "[b", true, []],
    ["\\$5", "for $5", true, []],
    ["a\\x41", "aA", true, []],
  ])("%s in %j is %s %j", (pattern, text, expected, options) => {
    expect(search(pattern, text, ...options)).toBe(expected);
  });
});

describe("what JavaScript can't do", () => {
  test.each<[string, string[], string]>([
    ["a++b", [], "'++'"],
    ["a{2,3}+b", [], "'{2,3}+'"],
    ["(?>a)b", [], "'(?>a'"],
    ["(?R)", [], "'(?R)'"],
    ["(*FAIL)", [], "'(*FA'"],
    ["(?(1)a|b)", [], "'(?(1'"],
    ["\\Qa.b\\E", [], "'\\Q'"],
    ["\\Kx", [], "'\\K'"],
    ["[[:^alpha:]]", [], "'[:^alpha:]'"],
    ["[abc", [], "never closed"],
    ["(abc", [], "Unterminated group"],
    ["a b", ["extended"], "the option 'extended' is not supported"],
    ["ab", ["ungreedy"], "the option 'ungreedy' is not supported"],
  ])("%s %j is refused with the reason", (pattern, options, reason) => {
    const translated = translatePattern(pattern, options);
    expect(translated.ok).toBe(false);
    expect(translated.ok ? "" : translated.error).toContain(reason);
  });
});
