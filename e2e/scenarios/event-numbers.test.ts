import { expect, test } from "vitest";
import { numberProblems } from "./event-numbers.ts";

const events = (boot: string, ...numbers: number[]) => numbers.map((seq) => ({ node: "lvs1", boot, seq }));

test.each([
  ["nothing", [], []],
  ["whole, in any order, several starts", [...events("a", 3, 1, 2), ...events("b", 1)], []],
  ["a hole", events("a", 1, 2, 4, 7), ["lvs1, start a: no event 3, 5, 6 of 7"]],
  ["the first is missing", events("a", 2), ["lvs1, start a: no event 1 of 2"]],
  ["stored twice", events("a", 1, 2, 2), ["lvs1, start a: 1 events are there twice"]],
])("%s", (_, given, expected) => {
  expect(numberProblems(given)).toEqual(expected);
});
