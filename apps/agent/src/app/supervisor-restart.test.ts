import { expect, test } from "vitest";
import { afterDeath, CLEAN_RECORD, exitEvent, POLICY } from "./supervisor-restart.ts";

const delays = (name: keyof typeof POLICY, lives: readonly number[]): number[] => {
  let record = CLEAN_RECORD;
  return lives.map((livedMs) => {
    const next = afterDeath(record, POLICY[name], livedMs, 0);
    record = next.record;
    return next.delayMs;
  });
};

test("vrrp comes back at once, and even in a crash loop within two seconds", () => {
  expect(delays("vrrp", [60_000])).toEqual([0]);
  expect(delays("vrrp", [5, 5, 5, 5, 5, 5, 5, 5, 5])).toEqual([0, 100, 200, 400, 800, 1600, 2000, 2000, 2000]);
});

test("the others wait longer each time, up to their limit", () => {
  expect(delays("services", [5, 5, 5, 5])).toEqual([100, 200, 400, 800]);
  expect(delays("uplink", new Array<number>(12).fill(5)).at(-1)).toBe(30_000);
});

test("a long life is forgiven, a short one is not", () => {
  expect(delays("services", [5, 5, 30_000, 5])).toEqual([100, 200, 100, 200]);
  expect(delays("services", [5, 5, 29_999])).toEqual([100, 200, 400]);
});

test("randomness takes off a fifth at most and restarts are counted for ever", () => {
  const { record, delayMs } = afterDeath({ deaths: 0, restarts: 41 }, POLICY.services, 0, 0.999_999);
  expect(delayMs).toBe(80);
  expect(record).toEqual({ deaths: 1, restarts: 42 });
});

test.each([
  {
    name: "vrrp",
    exit: { pid: 7, code: null, signal: "SIGKILL" },
    severity: "critical",
    text: "Process vrrp[7] was killed by SIGKILL; starting it again in 200 ms",
  },
  {
    name: "uplink",
    exit: { pid: 8, code: 1, signal: null },
    severity: "warning",
    text: "Process uplink[8] exited with status 1; starting it again in 200 ms",
  },
] as const)("the end of $name is told as $severity", ({ name, exit, severity, text }) => {
  expect(exitEvent(name, exit, 200, 1000)).toEqual({
    kind: "process.exited",
    severity,
    at: 1000,
    subject: name,
    text,
    data: { ...exit, restartInMs: 200 },
  });
});
