import { expect, test } from "vitest";
import { healthWord, isInService, startServer, stepServer } from "./server.ts";

const verdict = (checker: number, up: boolean) => ({ checker, up, reason: `${checker} ${up ? "up" : "down"}` });

test("out on the first checker that fails, back with the last that recovers", () => {
  let health = startServer(2, true, 0, "not probed yet");
  const told: [boolean, boolean, string, number][] = [];
  for (const [at, next] of [verdict(0, false), verdict(1, false), verdict(0, true), verdict(1, true)].entries()) {
    const step = stepServer(health, next, at + 1);
    health = step.health;
    told.push([step.changed, isInService(health), health.reason, health.since]);
  }
  expect(told).toEqual([
    [true, false, "0 down", 1],
    [false, false, "1 down", 1],
    [false, false, "1 down", 1],
    [true, true, "1 up", 4],
  ]);
});

test.each([
  [0, true, "unchecked"],
  [1, true, "up"],
  [2, false, "down"],
] as const)("%i checkers, up %s: %s", (checkers, up, word) => {
  expect(healthWord(startServer(checkers, up, 0, ""))).toBe(word);
});
