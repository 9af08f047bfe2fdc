import { expect, test } from "vitest";
import type { TableOperation } from "./operation.ts";
import { askable, nextRetry, type Patience, pauseAfter, stepPatience } from "./patience.ts";

const removal = (port: number): TableOperation => ({
  op: "delete-service",
  id: { kind: "address", protocol: "TCP", address: "10.0.0.1", port },
});
const [A, B] = [removal(1), removal(2)];

test("pauses grow from a second to a minute", () => {
  expect([1, 2, 3, 6, 7, 100].map(pauseAfter)).toEqual([1000, 2000, 4000, 32_000, 60_000, 60_000]);
});

test("what was refused waits, and the rest does not", () => {
  const once = stepPatience(new Map(), [A, B], new Set([A]), 0);
  expect(askable(once, [A, B], 999)).toEqual([B]);
  expect(nextRetry(once)).toBe(1000);
  const twice = stepPatience(once, [A], new Set([A]), 1000);
  expect(askable(twice, [A], 2999)).toEqual([]);
  expect(askable(twice, [A], 3000)).toEqual([A]);
  expect(stepPatience(twice, [A], new Set(), 3000).size).toBe(0);
});

test("what is no longer wished for is forgotten", () => {
  const once: Patience = stepPatience(new Map(), [A], new Set([A]), 0);
  expect(stepPatience(once, [B], new Set(), 10).size).toBe(0);
  expect(nextRetry(new Map())).toBeNull();
});
