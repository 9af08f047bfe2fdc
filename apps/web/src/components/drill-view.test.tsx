import type { ProbeReport } from "@baton/shared/contract/commands.ts";
import type { Drill } from "@baton/shared/contract/http/drills.ts";
import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { drawPage } from "../hooks/test-page.tsx";
import type { Language } from "../i18n/languages.ts";
import { DrillView } from "./drill-view.tsx";

afterEach(cleanup);

const NOW = Date.UTC(2026, 0, 2, 12, 0, 0);

const report = (longestGapMs: number): ProbeReport => ({
  probeId: "p",
  startedAt: NOW,
  endedAt: NOW + 2000,
  intervalMs: 10,
  probes: 200,
  succeeded: 197,
  failures: { timeout: 2, refused: 0, moonbeam: 1 },
  longestGapMs,
  gaps: [],
  latency: [
    { upToMs: 1, count: 190 },
    { upToMs: 2, count: 7 },
  ],
});

const drill = (over: Partial<Drill>): Drill => ({
  id: "d1",
  instance: "VI_1",
  state: "ended",
  requestedBy: "admin",
  reason: "quarterly",
  requestedAt: NOW,
  endedAt: NOW + 3000,
  from: "lvs1",
  to: "lvs2",
  witness: "client",
  handBack: false,
  outcome: "passed",
  problem: null,
  steps: [{ at: NOW + 1034, code: "new-master", node: "lvs2", detail: "" }],
  report: report(13.42),
  handBackReport: null,
  ...over,
});

const draw = async (over: Partial<Drill>, hubLive = true, language: Language = "en"): Promise<string> => {
  const view = <DrillView drill={drill(over)} now={NOW + 5000} hubLive={hubLive} />;
  await drawPage(view, () => ({ status: 404, body: null }), language);
  return document.body.textContent ?? "";
};

test("a result: the gap in figures, failures by kind, steps counted from the request", async () => {
  const text = await draw({});
  expect(screen.getByTestId("drill-longest-gap").textContent).toBe("13.4ms");
  expect(text).toContain("197 of 200 answered");
  expect(text).toContain("timed out 2, moonbeam 1");
  expect(text).not.toContain("refused 0");
  expect(text).toContain("New master holds the VIP (lvs2)+1.034 s");
});

test("the way back has its own gap", async () => {
  const text = await draw({ handBackReport: report(41) });
  expect(screen.getByTestId("drill-longest-gap-back").textContent).toBe("41.0ms");
  expect(text).toContain("lvs2 to lvs1");
});

test("running: measured, not yet known", async () => {
  const text = await draw({ state: "moving", outcome: null, report: null, endedAt: null });
  expect(text).toContain("Moving");
  expect(screen.getByTestId("drill-longest-gap").textContent).toBe("Being measured");
});

test("running when the hub was lost: not claimed to be running", async () => {
  expect(await draw({ state: "moving", outcome: null, report: null }, false)).toContain("unknown");
});

test("a failure says why in the reader's language, with the hub's words beside it", async () => {
  const over: Partial<Drill> = {
    outcome: "failed",
    report: null,
    problem: { code: "drill.witness-lost", message: "client lost its connection to the hub." },
  };
  const text = await draw(over, true, "zh-CN");
  expect(text).toContain("witness 与 hub 的连接已断开。");
  expect(text).toContain("client 与 hub 的连接已断开。");
  expect(screen.getByTestId("drill-longest-gap").textContent).toBe("未测量");
});

const said = (code: string, args: Record<string, string | number>): Drill["steps"][number] => ({
  ...{ at: NOW, code: "ended", node: null, detail: "the hub's English" },
  say: { code, args },
});

test.each<[Language, ReturnType<typeof said>, string]>([
  ["en", said("holds", { node: "lvs2", ms: 34 }), "lvs2 is master and holds the VIP, 34 ms after the command"],
  ["zh-CN", said("holds", { node: "lvs2", ms: 34 }), "34 毫秒后，lvs2 成为 master 并持有 VIP"],
  [
    "zh-CN",
    said("ended-early", { outcome: "failed", problem: "drill.witness-lost", message: "in English" }),
    "失败：witness 与 hub 的连接已断开。",
  ],
  ["zh-CN", said("ended-early", { outcome: "failed", problem: "of.tomorrow", message: "as told" }), "失败：as told"],
  ["zh-CN", said("of-a-newer-hub", {}), "the hub's English"],
])("%s: a step's words are made from its code and arguments", async (language, step, expected) => {
  expect(await draw({ steps: [step] }, true, language)).toContain(expected);
});
