import { expect, test } from "vitest";
import { recognise, SENTENCES, type SentenceCode } from "./sentences.ts";

const SAMPLE: Readonly<Record<string, string>> = {
  ...{ ms: "3000", ago: "2990", priority: "100", count: "3", address: "fe80::1", name: "VG_1", kind: "TCP_CHECK" },
  ...{
    target: "[192.168.1.5]:3306",
    who: "ann",
    why: "connection refused: really",
    seconds: "12",
    source: "db2:3306",
    value: "0",
    wanted: "1",
    prefix: "32",
  },
};
const fill = (template: string): string => template.replace(/\{(\w+)\}/g, (_, field: string) => SAMPLE[field] ?? "");

test.each(Object.entries(SENTENCES))("%s is recognised by itself alone", (code, template) => {
  const fields = [...template.matchAll(/\{(\w+)\}/g)].map(([, field]) => field ?? "");
  const args = Object.fromEntries(fields.map((field) => [field, SAMPLE[field]]));
  expect(recognise(fill(template))).toEqual({ code, args, lag: null });
});

test("a late timer is remarked", () => {
  expect(recognise("192.168.1.2 resigned with priority 0; own timer was 12 ms late")).toEqual({
    ...{ code: "resigned" satisfies SentenceCode, args: { address: "192.168.1.2" }, lag: "12" },
  });
});

test.each(["", "a sentence of tomorrow", `takeover by command of ${"x".repeat(1000)}`, "resigned with priority 0"])(
  "'%s' is shown as it is",
  (sentence) => expect(recognise(sentence)).toBeNull(),
);
