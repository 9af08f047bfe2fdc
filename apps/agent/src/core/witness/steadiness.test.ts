import { expect, test } from "vitest";
import { beginSteadiness, isSteady, noteOutcome, type Steadiness } from "./steadiness.ts";

const every10 = (from: number, to: number): [boolean, number][] =>
  Array.from({ length: (to - from) / 10 }, (_, i) => [true, from + 10 * (i + 1)]);

const after = (outcomes: readonly [boolean, number][]): [Steadiness, number] => [
  outcomes.reduce((state, [ok, at]) => noteOutcome(state, ok, at), beginSteadiness(0, 10)),
  outcomes.at(-1)?.[1] ?? 0,
];

test.each<[string, [boolean, number][], boolean]>([
  ["nothing yet", [], false],
  ["calm, but not for long", every10(0, 490), false],
  ["calm for half a second", every10(0, 510), true],
  ["a stutter begins it anew", [...every10(0, 400), ...every10(460, 900)], false],
  ["calm after a stutter", [...every10(0, 400), ...every10(460, 1000)], true],
  ["a first success that was long in coming", every10(700, 1300), true],
  ["a failure begins it anew", [...every10(0, 500), [false, 510], ...every10(510, 900)], false],
  [
    "seldom is not calm",
    [
      [true, 30],
      [true, 300],
      [true, 600],
      [true, 900],
    ],
    false,
  ],
])("%s", (_, outcomes, steady) => {
  expect(isSteady(...after(outcomes))).toBe(steady);
});

test("every stutter halves the pace, down to a quarter", () => {
  const ends = [50, 100, 200, 300, 400];
  const paces = ends.map((_, i) => after(ends.slice(0, i + 1).map((at) => [true, at]))[0].intervalMs);
  expect(paces).toEqual([10, 20, 40, 40, 40]);
});
