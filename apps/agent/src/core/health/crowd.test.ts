import { expect, test } from "vitest";
import { type Crowd, crowdDeadline, endCrowd, joinCrowd, NO_CROWD, TOLD_ONE_BY_ONE } from "./crowd.ts";

const join = (crowd: Crowd, count: number, kind: string, at: number) => {
  let now = crowd;
  let told = 0;
  for (let i = 0; i < count; i++) {
    const next = joinCrowd(now, kind, at);
    now = next.crowd;
    told += Number(next.tell);
  }
  return { crowd: now, told };
};

test("a few are told one by one, and leave nothing to sum up", () => {
  const { crowd, told } = join(NO_CROWD, TOLD_ONE_BY_ONE, "removed", 5);
  expect(told).toBe(TOLD_ONE_BY_ONE);
  expect(crowdDeadline(crowd)).toBe(1005);
  expect(endCrowd(crowd, 1005)).toEqual({ crowd: NO_CROWD, held: new Map() });
});

test("of ten thousand the rest is one number by kind", () => {
  const { crowd, told } = join(NO_CROWD, 10_000, "removed", 0);
  const { held } = endCrowd(join(crowd, TOLD_ONE_BY_ONE + 1, "added", 10).crowd, 1000);
  expect(told).toBe(TOLD_ONE_BY_ONE);
  expect([...held]).toEqual([
    ["removed", 10_000 - TOLD_ONE_BY_ONE],
    ["added", 1],
  ]);
});

test("while it goes on nothing is told singly and the summaries get rarer, down to one in 30 s", () => {
  let { crowd } = join(NO_CROWD, 100, "removed", 0);
  const ends: number[] = [];
  for (let at = 0; at < 200_000; at += 100) {
    if (at === crowdDeadline(crowd)) {
      crowd = endCrowd(crowd, at).crowd;
      ends.push(at);
    }
    const { crowd: next, told } = join(crowd, 3, "removed", at);
    crowd = next;
    expect(told).toBe(0);
  }
  expect(ends.slice(0, 6)).toEqual([1000, 3000, 7000, 15_000, 31_000, 61_000]);
  const quiet = endCrowd(endCrowd(crowd, 300_000).crowd, 330_000).crowd;
  expect(joinCrowd(quiet, "added", 330_001).tell).toBe(true);
});
