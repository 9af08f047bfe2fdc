import { expect, test } from "vitest";
import { createDictionary } from "./dictionary.ts";

const asItIs = (text: string): string => text;
const number = (text: string): string | null => (/^\d+$/.test(text) ? text : null);
const fruit = (text: string): string | null => ({ apple: "苹果", "red apple": "红苹果" })[text] ?? null;

const say = createDictionary(
  {
    stop: "停止",
    "{n} of {n2} are gone": "{n2} 个中少了 {n} 个",
    "'{word}' is not a {fruit}": "'{word}' 不是{fruit}",
    "{fruit} of {word} of the tree": "{word} 树上的{fruit}",
    "{word}: {fruit}{word2}": "{word}：{fruit}{word2}",
  },
  { n: number, word: asItIs, fruit },
);

test.each([
  ["stop", "停止"],
  ["stop it", null],
  ["3 of 5 are gone", "5 个中少了 3 个"],
  ["3 of 5 are gone.", null],
  ["x of 5 are gone", null],
  ["'it's' is not a apple", "'it's' 不是苹果"],
  ["'' is not a red apple", "'' 不是红苹果"],
  ["'x' is not a pear", null],
  ["red apple of this of the tree", "this 树上的红苹果"],
  ["", null],
])("%s: %s", (sentence, said) => expect(say(sentence)).toBe(said));

test("a field may hold what stands behind it, a few times", () => {
  const road = (text: string): string | null =>
    /^\d( to \d)*, $/.test(`${text}, `) && text.endsWith("9") ? text : null;
  const way = createDictionary({ "{road} to {word}": "{road}，再到 {word}" }, { road, word: asItIs });
  expect(way("1 to 2 to 9 to 4 to 5")).toBe("1 to 2 to 9，再到 4 to 5");
  expect(way("1 to 2 to 3 to 4 to 5 to 9 to 7")).toBeNull();
});

test("a text that is made to be tried often is given up early", () => {
  let asked = 0;
  const counting = (): null => {
    asked++;
    return null;
  };
  const slow = createDictionary({ "{a} {b} {c} x": "{a} {b} {c}" }, { a: counting, b: counting, c: counting });
  expect(slow(`${"a ".repeat(1900)}x`)).toBeNull();
  expect(asked).toBeLessThan(10);
  expect(slow(`${"a ".repeat(1_000_000)}x`)).toBeNull();
  expect(asked).toBeLessThan(10);
});
