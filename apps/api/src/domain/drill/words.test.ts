import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SAYINGS, say } from "./words.ts";

test("a sentence carries its code and arguments", () => {
  expect(say("holds", { node: "lvs2", ms: 34 })).toEqual({
    detail: "lvs2 is master and holds the VIP, 34 ms after the command",
    say: { code: "holds", args: { node: "lvs2", ms: 34 } },
  });
});

test.each(["en", "zh-cn"])("the dashboard has every sentence in %s", (language) => {
  const file = new URL(`../../../../web/src/i18n/${language}.json`, import.meta.url);
  const texts: { drill: { say: object } } = JSON.parse(readFileSync(file, "utf8"));
  expect(Object.keys(texts.drill.say).sort()).toEqual([...SAYINGS].sort());
});
