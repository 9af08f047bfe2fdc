import { VIP, virtualRouter } from "@baton/shared/contract/test-facts.ts";
import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { drawPage } from "../hooks/test-page.tsx";
import type { Language } from "../i18n/languages.ts";
import { routers } from "../model/fleet.ts";
import { director } from "../model/test-nodes.ts";
import type { LiveNode } from "../stores/live-state.ts";
import { VipPanel } from "./vip-panel.tsx";

afterEach(cleanup);

const NOW = Date.UTC(2026, 0, 2, 12, 0, 0);
const held = virtualRouter({ state: "master", heldAddresses: [VIP], since: NOW - 90_000 });
const backup = virtualRouter({ since: NOW - 60_000 });
const nobody = () => ({ status: 404, body: null });

const draw = async (nodes: readonly LiveNode[], drillRunning = false, language: Language = "en") => {
  const [router] = routers(nodes, NOW);
  if (router === undefined) throw new Error("no virtual router");
  const slots = { age: null, clientView: null, actions: null, release: null };
  await drawPage(<VipPanel router={router} now={NOW} drillRunning={drillRunning} {...slots} />, nobody, language);
  return {
    owner: screen.getByTestId("vip-owner").textContent,
    verdict: screen.getByTestId("vip-verdict").dataset.verdict,
    text: document.body.textContent ?? "",
  };
};

test("one owner, since when and for how long", async () => {
  const { owner, verdict, text } = await draw([director("lvs1", NOW, [held]), director("lvs2", NOW, [backup])]);
  expect([owner, verdict]).toEqual(["lvs1", "one"]);
  expect(text).toContain("for 1 min 30 s");
});

test("a silent owner is unknown, never the last one shown", async () => {
  const { owner, verdict, text } = await draw([
    director("lvs1", NOW - 10_000, [held]),
    director("lvs2", NOW, [backup]),
  ]);
  expect([owner, verdict]).toEqual(["Unknown", "unknown"]);
  expect(text).toContain("unknown since");
  expect(text).toContain("Not heard: lvs1");
});

test("nobody", async () => {
  const { owner, verdict } = await draw([director("lvs1", NOW, [backup]), director("lvs2", NOW, [backup])]);
  expect([owner, verdict]).toEqual(["Nobody", "nobody"]);
});

test("several owners are named; during a drill it is said that this is by design", async () => {
  const nodes = [director("lvs1", NOW, [held]), director("lvs2", NOW, [held])];
  const outside = await draw(nodes);
  expect([outside.owner, outside.verdict]).toEqual(["lvs1 and lvs2", "several"]);
  expect(outside.text).not.toContain("by design");
  cleanup();
  expect((await draw(nodes, true)).text).toContain("by design");
});

test("a mismatch between the directors is named", async () => {
  const refusals = [{ reason: "auth-data", from: "192.168.1.11", detail: "what came", at: NOW - 1_000 }];
  const quick = { ...held, advertIntervalMs: 100, refusals, refusedAdverts: { "auth-data": 12 } };
  const { text } = await draw([director("lvs1", NOW, [quick]), director("lvs2", NOW, [backup])]);
  expect(text).toContain("Advert interval mismatch between the directorslvs1: 100 ms; lvs2: 1000 ms");
  expect(text).toContain("Password mismatch: lvs1 does not accept the adverts of 192.168.1.11");
});

test("in Chinese", async () => {
  const { owner, text } = await draw([director("lvs1", NOW - 10_000, [held])], false, "zh-CN");
  expect(owner).toBe("未知");
  expect(text).toContain("起未知");
});
