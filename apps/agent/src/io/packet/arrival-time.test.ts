import { endianness } from "node:os";
import { expect, test } from "vitest";
import { arrivedAt, STAMP_BYTES } from "./arrival-time.ts";

const WALL = 1_900_000_000_000;
const NOW = 5000;
const READING = { now: NOW, wall: WALL, emptyAt: NOW - 100 };

/** As the kernel writes it, for a packet that came at this wall time. */
const stamped = (wallMs: number, type = 35): DataView => {
  const little = endianness() === "LE";
  const view = new DataView(new ArrayBuffer(STAMP_BYTES));
  view.setBigUint64(0, BigInt(STAMP_BYTES), little);
  view.setInt32(8, 1, little);
  view.setInt32(12, type, little);
  view.setBigUint64(16, BigInt(Math.floor(wallMs / 1000)), little);
  view.setBigUint64(24, BigInt(Math.round((wallMs % 1000) * 1e6)), little);
  return view;
};

test("a packet that waited came when the kernel says", () => {
  expect(arrivedAt(stamped(WALL - 70.25), READING)).toBe(NOW - 70.25);
});

test("wall time is known to the millisecond: nothing comes later than now", () => {
  expect(arrivedAt(stamped(WALL + 0.9), READING)).toBe(NOW);
});

test("after wall time jumped, forward or back, it has come just now", () => {
  expect(arrivedAt(stamped(WALL - 3_600_000), READING)).toBe(NOW);
  expect(arrivedAt(stamped(WALL + 3_600_000), READING)).toBe(NOW);
  expect(arrivedAt(stamped(WALL - 102), READING)).toBe(NOW);
});

test("another kind of ancillary data says nothing", () => {
  expect(arrivedAt(stamped(WALL - 50, 29), READING)).toBe(NOW);
});
