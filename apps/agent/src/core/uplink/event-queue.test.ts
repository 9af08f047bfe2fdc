import type { NumberedEvent } from "@baton/shared/contract/events.ts";
import { expect, test } from "vitest";
import { committed, EMPTY_QUEUE, type EventQueue, enqueue, MAX_EVENTS, nextBatch } from "./event-queue.ts";

const event = (boot: string, seq: number): NumberedEvent => ({
  kind: "agent.started",
  severity: "info",
  at: 0,
  subject: "a",
  text: "",
  data: {},
  boot,
  seq,
});
const names = (events: readonly NumberedEvent[]): string[] => events.map(({ boot, seq }) => `${boot}${seq}`);
const queue = (...events: NumberedEvent[]): EventQueue => enqueue(EMPTY_QUEUE, events);

test("a repeat within a run is ignored, the same number in another run is not", () => {
  expect(names(queue(event("x", 1), event("x", 2), event("x", 1), event("y", 1)).events)).toEqual(["x1", "x2", "y1"]);
});

test("a batch holds one run only, oldest first", () => {
  const all = queue(event("x", 1), event("x", 2), event("y", 1));
  expect(names(nextBatch(all, 10))).toEqual(["x1", "x2"]);
  expect(names(nextBatch(all, 1))).toEqual(["x1"]);
  expect(nextBatch(EMPTY_QUEUE, 10)).toEqual([]);
});

test("a batch fits in one message, and a single large event still goes", () => {
  const large = (seq: number, size: number): NumberedEvent => ({ ...event("x", seq), text: "x".repeat(size) });
  expect(nextBatch(queue(large(1, 300_000), large(2, 100_000), large(3, 300_000)), 10)).toHaveLength(2);
  expect(nextBatch(queue(large(1, 900_000), large(2, 1)), 10)).toHaveLength(1);
});

test.each([
  ["x", 1, ["x2", "y1"]],
  ["x", 2, ["y1"]],
  ["x", 99, ["y1"]],
  ["y", 1, ["x1", "x2"]],
  ["z", 5, ["x1", "x2", "y1"]],
])("committed %s up to %i leaves %j", (boot, seq, left) => {
  expect(names(committed(queue(event("x", 1), event("x", 2), event("y", 1)), boot, seq).events)).toEqual(left);
});

test("when full the oldest go, and are counted", () => {
  const full = enqueue(
    EMPTY_QUEUE,
    Array.from({ length: MAX_EVENTS + 3 }, (_, i) => event("x", i + 1)),
  );
  expect(full.events).toHaveLength(MAX_EVENTS);
  expect(full.dropped).toBe(3);
  expect(full.events[0]?.seq).toBe(4);
});
