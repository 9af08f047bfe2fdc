import { expect, test } from "vitest";
import en from "./en.json" with { type: "json" };
import { pickLanguage } from "./languages.ts";
import zhCn from "./zh-cn.json" with { type: "json" };

test.each([
  [null, ["zh-TW", "en"], "zh-CN"],
  [null, ["de", "zh"], "zh-CN"],
  [null, ["de"], "en"],
  [null, [], "en"],
  ["en", ["zh-CN"], "en"],
  ["klingon", ["zh-CN"], "zh-CN"],
] as const)("stored %s, browser %j: %s", (stored, wanted, expected) => {
  expect(pickLanguage(stored, wanted)).toBe(expected);
});

interface Tree {
  readonly [key: string]: string | Tree;
}

const flatten = (tree: Tree, prefix = ""): Map<string, string> =>
  new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === "string" ? [[`${prefix}${key}`, value] as const] : [...flatten(value, `${prefix}${key}.`)],
    ),
  );

const fields = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? "").sort();

const english = flatten(en);
const chinese = flatten(zhCn);

test("every English text has a Chinese one, and the other way round", () => {
  // Chinese has one plural form only.
  const needed = [...english.keys()].filter((key) => !key.endsWith("_one"));
  expect([...chinese.keys()].sort()).toEqual(needed.sort());
});

test("both languages fill in the same fields", () => {
  const differing = [...chinese].filter(([key, text]) => fields(text).join() !== fields(english.get(key) ?? "").join());
  expect(differing.map(([key]) => key)).toEqual([]);
});

test("no text is empty", () => {
  expect([...english, ...chinese].filter(([key, text]) => text.trim() === "" && !key.endsWith(".join"))).toEqual([]);
});
