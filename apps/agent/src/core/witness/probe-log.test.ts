import { probeReportSchema } from "@baton/shared/contract/commands.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { beginLog, endLog, noteLag, type ProbeOutcome, record } from "./probe-log.ts";

const ok = (start: number, end: number): ProbeOutcome => ({ ok: true, start, end });
const failed = (start: number, end: number): ProbeOutcome => ({ ok: false, start, end, failure: "refused" });
const report = (outcomes: readonly ProbeOutcome[], endedAt: number) =>
  endLog(outcomes.reduce(record, beginLog(1000)), "p", 10, endedAt);

test.each<[string, ProbeOutcome[], number, number]>([
  ["nothing answered: the whole run", [], 5000, 4000],
  ["only failures: the whole run", [failed(1000, 1001), failed(1010, 1011)], 1100, 100],
  ["steady: interval plus latency", [ok(1000, 1001), ok(1010, 1011), ok(1020, 1021)], 1022, 11],
  [
    "an outage: from the last good start to the first good end",
    [ok(1000, 1001), failed(1010, 1011), ok(1200, 1203)],
    1204,
    203,
  ],
  ["the way to the first success counts", [failed(1000, 1001), ok(1500, 1502), ok(1510, 1511)], 1512, 502],
  ["the way from the last success counts", [ok(1000, 1001), failed(1010, 1900)], 2000, 1000],
  [
    "a straggler makes no gap when others got through",
    [ok(1000, 1001), ok(1020, 1021), ok(1040, 1041), ok(1010, 1042)],
    1043,
    21,
  ],
  ["a straggler ends the outage it was caught in", [ok(1000, 1001), ok(1010, 1910)], 1911, 910],
])("%s", (_, outcomes, endedAt, longest) => {
  expect(report(outcomes, endedAt).longestGapMs).toBe(longest);
});

test("probes that hung together tell one outage, not many", () => {
  const hung = Array.from({ length: 50 }, (_, i) => ok(1010 + 10 * i, 1600 + i / 100));
  const { gaps } = report([ok(1000, 1001), ...hung, ok(1610, 1611)], 1612);
  expect(gaps[0]).toEqual({ from: 1000, to: 1600, ms: 600 });
  expect(gaps.filter(({ ms }) => ms > 100)).toHaveLength(1);
});

test("the worst lag of the witness is told beside the gaps", () => {
  const log = [3, 80, 5].reduce(noteLag, record(beginLog(1000), ok(1000, 1001)));
  expect(endLog(log, "p", 10, 1002).witnessLagMs).toBe(80);
});

test("two outages are two gaps, the longer first", () => {
  const { gaps } = report([ok(1000, 1001), ok(1100, 1101), ok(1110, 1111), ok(1310, 1311)], 1312);
  expect(gaps.slice(0, 2).map(({ ms }) => ms)).toEqual([201, 101]);
});

test("counts, failures by kind and latencies", () => {
  const { probes, succeeded, failures, latency } = report(
    [ok(1000, 1001), ok(1010, 1013), failed(1020, 1021), { ok: false, start: 0, end: 0, failure: "timeout" }],
    1100,
  );
  expect({ probes, succeeded, failures }).toEqual({ probes: 4, succeeded: 2, failures: { refused: 1, timeout: 1 } });
  expect(latency.filter(({ count }) => count > 0)).toEqual([
    { upToMs: 1, count: 1 },
    { upToMs: 5, count: 1 },
  ]);
});

test("whatever the outcomes, the report keeps the contract and its gaps are longest first and within the run", () => {
  const outcome = fc.record({ ok: fc.boolean(), start: fc.integer({ min: 1000, max: 9000 }), ms: fc.nat(3000) });
  fc.assert(
    fc.property(fc.array(outcome, { maxLength: 200 }), (list) => {
      const outcomes = list
        .map(({ ok: good, start, ms }): ProbeOutcome => (good ? ok(start, start + ms) : failed(start, start + ms)))
        .sort((a, b) => a.end - b.end);
      const made = report(outcomes, 13_000);
      expect(probeReportSchema.safeParse(made).success).toBe(true);
      expect(made.gaps.map(({ ms }) => ms)).toEqual(made.gaps.map(({ ms }) => ms).toSorted((a, b) => b - a));
      for (const { from, to } of made.gaps) expect(from >= 1000 && to <= 13_000).toBe(true);
      expect(made.succeeded).toBe(list.filter(({ ok: good }) => good).length);
    }),
  );
});
