import { EVENT_KINDS } from "@baton/shared/contract/events.ts";
import { expect, test } from "vitest";
import { createI18n } from "../i18n/i18n.ts";
import { LANGUAGES } from "../i18n/languages.ts";
import { eventText } from "./event-text.ts";

const english = await createI18n("en");
const chinese = await createI18n("zh-CN");

test("a transition names both states", () => {
  const event = { kind: "vrrp.transition", subject: "VI_1", data: { from: "backup", to: "master" } } as const;
  expect([eventText(english.t, event), eventText(chinese.t, event)]).toEqual([
    "VI_1: BACKUP to MASTER",
    "VI_1：BACKUP 变为 MASTER",
  ]);
});

test("a transition with states unknown to this page still reads as a sentence", () => {
  const event = { kind: "vrrp.transition", subject: "VI_1", data: { from: "limbo", to: 7 } } as const;
  expect(eventText(english.t, event)).toBe("VI_1 changed state");
});

test.each(EVENT_KINDS)("%s has its own words in every language", async (kind) => {
  for (const language of LANGUAGES) {
    const { t } = await createI18n(language);
    const text = eventText(t, { kind, subject: "S", data: { address: "192.168.1.100" } });
    expect(text).not.toContain("event.");
    expect(text).not.toContain("{{");
  }
});
