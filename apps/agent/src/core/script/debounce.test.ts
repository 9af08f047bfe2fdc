import { millis } from "@baton/shared/base/duration.ts";
import { expect, test } from "vitest";
import { type Debounce, debounce } from "./debounce.ts";

const delays = { up: millis(100), down: millis(300) };
const look = (...looks: readonly (readonly [at: number, seen: boolean])[]): readonly boolean[] => {
  let state: Debounce | null = null;
  return looks.map(([at, seen]) => {
    state = debounce(state, seen, at, delays);
    return state.counts;
  });
};

test("the first look decides at once", () => {
  expect(look([0, false])).toEqual([false]);
  expect(look([0, true])).toEqual([true]);
});

test("down counts after its delay, up after its own", () => {
  expect(look([0, true], [10, false], [309, false], [310, false], [400, true], [499, true], [500, true])).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    true,
  ]);
});

test("a flap in between starts the delay anew", () => {
  expect(look([0, true], [10, false], [200, true], [210, false], [400, false], [510, false])).toEqual([
    true,
    true,
    true,
    true,
    true,
    false,
  ]);
});

test("without delays at once", () => {
  const now = { up: millis(0), down: millis(0) };
  expect(debounce({ counts: true, flipAt: Number.POSITIVE_INFINITY }, false, 5, now).counts).toBe(false);
});
