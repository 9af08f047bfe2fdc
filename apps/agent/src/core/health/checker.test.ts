import { millis } from "@baton/shared/base/duration.ts";
import type { Checker, MysqlCheck, TcpCheck } from "@baton/shared/config/model-checks.ts";
import { describe, expect, test } from "vitest";
import { type CheckerState, nextDeadline, startChecker, startCheckerDown, stepChecker } from "./checker.ts";
import type { ProbeOutcome } from "./probe-outcome.ts";

/** The article's timers: delay_loop 6, retry 3, delay_before_retry 3. */
const CHECK: TcpCheck = {
  kind: "TCP_CHECK",
  connectAddress: "192.168.1.6",
  connectPort: 3306,
  bindAddress: null,
  connectTimeout: millis(3000),
  retry: 3,
  delayBeforeRetry: millis(3000),
  delayLoop: millis(6000),
  warmup: millis(6000),
};
const REFUSED: ProbeOutcome = { ok: false, kind: "refused", reason: "connection refused" };
const OK: ProbeOutcome = { ok: true };

/** Lets the checker's deadline come, answers at once with the outcome. */
const probeOnce = (state: CheckerState, outcome: ProbeOutcome, check: TcpCheck = CHECK) => {
  const at = nextDeadline(state) ?? Number.NaN;
  const probing = stepChecker(check, state, { type: "tick", at });
  expect(probing.actions).toEqual([{ type: "probe" }]);
  const done = stepChecker(check, probing.state, { type: "outcome", at, outcome });
  return {
    state: done.state,
    actions: done.actions.map(({ type }) => type),
    pause: (nextDeadline(done.state) ?? Number.NaN) - at,
  };
};

const run = (state: CheckerState, outcomes: readonly ProbeOutcome[], check: TcpCheck = CHECK) => {
  let current = state;
  return outcomes.map((outcome) => {
    const { state: next, actions, pause } = probeOnce(current, outcome, check);
    current = next;
    return [actions.join(" "), pause];
  });
};

describe("what this process was late with", () => {
  /** From the end of a probe that began so late, and took a second, to the next. */
  const pauseAfter = (late: number, outcome: ProbeOutcome): number => {
    const start = startChecker(CHECK, true, 0, 0);
    const at = (nextDeadline(start) ?? Number.NaN) + late;
    const { state } = stepChecker(CHECK, start, { type: "tick", at });
    const done = stepChecker(CHECK, state, { type: "outcome", at: at + 1000, outcome });
    return (nextDeadline(done.state) ?? Number.NaN) - (at + 1000);
  };

  test.each([OK, REFUSED])(
    "is made good with the next probe, so that a stall makes no lasting crowd: %j",
    (outcome) => {
      expect(pauseAfter(0, outcome)).toBe(6000);
      expect(pauseAfter(40, outcome)).toBe(5960);
    },
  );

  test("never takes more than half of the pause", () => {
    expect(pauseAfter(100_000, OK)).toBe(3000);
  });
});

describe("the first probe", () => {
  test.each([
    [0, 1000],
    [0.5, 4000],
  ])("comes a second plus a random part of the warm-up after the start: random %d, %d ms", (random, after) => {
    expect(nextDeadline(startChecker(CHECK, true, 100, random))).toBe(100 + after);
  });

  test("decides at once when it fails, without retries", () => {
    expect(run(startChecker(CHECK, true, 0, 0), [REFUSED])).toEqual([["probe-failed went-down", 6000]]);
  });

  test("is told when it succeeds, and not again", () => {
    expect(run(startChecker(CHECK, true, 0, 0), [OK, OK])).toEqual([
      ["came-up", 6000],
      ["", 6000],
    ]);
  });

  test("comes without a pause for a server the kernel's table did not have", () => {
    const state = startCheckerDown(70);
    expect(nextDeadline(state)).toBe(70);
    expect(run(state, [OK])).toEqual([["came-up", 6000]]);
  });
});

describe("a server that was up", () => {
  const up = probeOnce(startChecker(CHECK, true, 0, 0), OK).state;

  test("goes down with failure retry + 1, spaced by delay_before_retry", () => {
    expect(run(up, [REFUSED, REFUSED, REFUSED, REFUSED])).toEqual([
      ["", 3000],
      ["", 3000],
      ["", 3000],
      ["probe-failed went-down", 6000],
    ]);
  });

  test("tells of each failure with log_all_failures", () => {
    expect(run(up, [REFUSED, REFUSED, OK, REFUSED], { ...CHECK, logAllFailures: true })).toEqual([
      ["probe-failed", 3000],
      ["probe-failed", 3000],
      ["", 6000],
      ["probe-failed", 3000],
    ]);
  });

  test("stays up when one of the retries succeeds, and the count starts again", () => {
    expect(run(up, [REFUSED, REFUSED, REFUSED, OK, REFUSED])).toEqual([
      ["", 3000],
      ["", 3000],
      ["", 3000],
      ["", 6000],
      ["", 3000],
    ]);
  });

  test("without retries goes down at once", () => {
    expect(run(up, [REFUSED], { ...CHECK, retry: 0 })).toEqual([["probe-failed went-down", 6000]]);
  });
});

test("while down, the short pauses and the long one take turns, silently; one success is enough", () => {
  const down = probeOnce(startChecker(CHECK, true, 0, 0), REFUSED).state;
  expect(run(down, [REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, OK])).toEqual([
    ["", 3000],
    ["", 3000],
    ["", 3000],
    ["", 6000],
    ["", 3000],
    ["came-up", 6000],
  ]);
});

test("with rise a server that is down needs so many successes in a row, delay_loop apart", () => {
  const check = { ...CHECK, rise: 3, retry: 0 };
  expect(run(startCheckerDown(0), [OK, OK, REFUSED, OK, OK, OK, OK, REFUSED, OK], check)).toEqual([
    ["", 6000],
    ["", 6000],
    ["", 6000],
    ["", 6000],
    ["", 6000],
    ["came-up", 6000],
    ["", 6000],
    ["probe-failed went-down", 6000],
    ["", 6000],
  ]);
});

test("what is out of place changes nothing", () => {
  const waiting = startChecker(CHECK, true, 0, 0);
  expect(stepChecker(CHECK, waiting, { type: "tick", at: 999 })).toEqual({ state: waiting, actions: [] });
  expect(stepChecker(CHECK, waiting, { type: "outcome", at: 1, outcome: OK })).toEqual({ state: waiting, actions: [] });
  const probing = stepChecker(CHECK, waiting, { type: "tick", at: 1000 }).state;
  expect(nextDeadline(probing)).toBeNull();
  expect(stepChecker(CHECK, probing, { type: "tick", at: 2000 })).toEqual({ state: probing, actions: [] });
});

describe("the weight", () => {
  const MYSQL: MysqlCheck = {
    ...CHECK,
    kind: "MYSQL_CHECK",
    defaultsFile: "/c",
    query: null,
    requireWritable: false,
    requireReplication: false,
    maxLag: null,
    weightByLag: { fullUntil: 2, zeroFrom: 12, hysteresis: 3 },
    tls: "off",
    tlsCa: null,
  };
  /** What is said of the weight, probe by probe. */
  const said = (check: Checker, outcomes: readonly ProbeOutcome[]) => {
    let state = startChecker(check, true, 0, 0);
    return outcomes.map((outcome) => {
      const at = nextDeadline(state) ?? Number.NaN;
      const probing = stepChecker(check, state, { type: "tick", at });
      const done = stepChecker(check, probing.state, { type: "outcome", at, outcome });
      state = done.state;
      return done.actions.flatMap((action) => (action.type === "weight" ? [action.said] : []));
    });
  };
  const lag = (lagSeconds: number): ProbeOutcome => ({ ok: true, lagSeconds });
  const share = (percent: number, lagSeconds: number) => [
    { kind: "share", percent, lagSeconds, reason: `replication lag ${lagSeconds} s` },
  ];

  test("follows the lag, said when it changes and not while it trembles", () => {
    expect(said(MYSQL, [lag(0), lag(7), lag(8), lag(6), lag(20), REFUSED, lag(20), lag(0)])).toEqual([
      share(100, 0),
      share(50, 7),
      [],
      [],
      share(0, 20),
      [],
      [],
      share(100, 0),
    ]);
  });

  test("of a script's exit status stays until another one is said", () => {
    const weigh = (value: number): ProbeOutcome => ({
      ok: true,
      weight: { value, reason: `exit status ${value + 2}` },
    });
    const word = (weight: number) => [{ kind: "set", weight, reason: `exit status ${weight + 2}` }];
    expect(said(CHECK, [OK, weigh(5), weigh(5), OK, REFUSED, OK, weigh(0)])).toEqual([
      [],
      word(5),
      [],
      [],
      [],
      [],
      word(0),
    ]);
  });
});
