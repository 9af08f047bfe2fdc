import { millis } from "@baton/shared/base/duration.ts";
import type { Checker, RealServer } from "@baton/shared/config/model.ts";
import { describe, expect, test } from "vitest";
import { plainServer } from "../ipvs/group.testing.ts";
import { firstHealth, resumedHealth, sameCheckers, startsUp } from "./meet-server.ts";
import { isInService, startServer, stepServer } from "./server.ts";

const position = (line: number) => ({ line, column: 1 });
const check = (changes: { readonly alpha?: boolean; readonly retry?: number } = {}): Checker => ({
  kind: "TCP_CHECK",
  connectAddress: "10.0.0.1",
  connectPort: 3306,
  bindAddress: null,
  connectTimeout: millis(5000),
  retry: changes.retry ?? 1,
  delayBeforeRetry: millis(1000),
  delayLoop: millis(6000),
  warmup: millis(0),
  ...(changes.alpha === undefined ? {} : { alpha: changes.alpha }),
});

/** It names something further down, and so knows its own place in the file. */
const fileCheck = (line: number): Checker => ({
  kind: "FILE_CHECK",
  range: { path: "t", start: position(line), end: position(line) },
  file: "load",
  factor: null,
  retry: 0,
  delayBeforeRetry: millis(0),
  delayLoop: millis(6000),
  warmup: millis(0),
});

const serverWith = (...checkers: readonly Checker[]): RealServer => ({
  range: { path: "t", start: position(1), end: position(1) },
  address: "10.0.0.1",
  port: 3306,
  weight: 1,
  forwarding: "DR",
  inhibitOnFailure: false,
  checkers,
});

describe("a server that is seen for the first time", () => {
  const late = check({ alpha: true });
  const early = check({ alpha: false });
  test.each([
    { name: "is in service", alpha: false, missing: false, checkers: [check()], failing: [] },
    { name: "is out with alpha", alpha: true, missing: false, checkers: [check()], failing: [0] },
    {
      name: "is out where the kernel's table lacked it",
      alpha: false,
      missing: true,
      checkers: [check()],
      failing: [0],
    },
    { name: "is out by a checker's own alpha", alpha: false, missing: false, checkers: [check(), late], failing: [1] },
    {
      name: "is out but for a checker's own word",
      alpha: true,
      missing: false,
      checkers: [check(), early],
      failing: [0],
    },
    { name: "is in service without checkers, whatever else", alpha: true, missing: true, checkers: [], failing: [] },
  ] as const)("$name", ({ alpha, missing, checkers, failing }) => {
    const entry = { server: serverWith(...checkers), virtualServer: plainServer({ alpha }), missing };
    const health = firstHealth(entry, 1000);
    expect([...health.failing]).toEqual(failing);
    expect(health).toMatchObject({ checkers: checkers.length, since: 1000 });
    expect(checkers.map((checker) => startsUp(entry, checker))).toEqual(
      checkers.map((_, index) => !(failing as readonly number[]).includes(index)),
    );
  });
});

describe("a known server whose checkers were edited", () => {
  const down = stepServer(startServer(1, true, 10, ""), { checker: 0, up: false, reason: "refused" }, 500).health;
  test.each([
    { name: "stays in service", before: startServer(1, true, 10, "fine"), up: true, since: 10, reason: "fine" },
    { name: "stays out until all of them have said yes", before: down, up: false, since: 500, reason: "refused" },
  ])("$name", ({ before, up, since, reason }) => {
    const health = resumedHealth(before, 2, 9000);
    expect(isInService(health)).toBe(up);
    expect(health).toMatchObject({ checkers: 2, since, reason });
  });

  test("is in service when none is left", () => {
    expect(resumedHealth(down, 0, 9000)).toEqual(startServer(0, true, 9000, "no checker is configured"));
  });
});

test.each([
  { name: "the same", next: [check()], same: true },
  { name: "on another line of the file", running: [fileCheck(1)], next: [fileCheck(7)], same: true },
  { name: "with another number", next: [check({ retry: 3 })], same: false },
  { name: "one more", next: [check(), check()], same: false },
  { name: "none", next: [], same: false },
])("checkers are at work already: $name: $same", ({ running = [check()], next, same }) => {
  expect(
    sameCheckers(
      running.map((checker) => ({ checker })),
      next,
    ),
  ).toBe(same);
});
