import { readFileSync } from "node:fs";
import { isSentence, skeleton, stringsIn } from "@baton/shared/base/written-sentences.testing.ts";
import { parseAst } from "rolldown/parseAst";
import { expect, test } from "vitest";
import { LAB, LAB_HELP } from "./chinese.ts";
import { inChinese } from "./speech.ts";

/** Where the lab speaks to people; the steps of scenarios are proofs for developers. */
const FILES = [
  ...["cli.ts", "cli-down.ts", "cli-scenario.ts", "cli-status.ts", "cli-units.ts", "cli-up.ts", "inside.ts"],
  ...["status.ts", "outer.ts", "control.ts", "installation.ts", "lab.ts"],
];

const SILENT = new Set([
  ...["baton lab", "baton lab: {}", "is in use by another program", "can't be used ({})"],
  // Two sentences, by what is put in last.
  "port {} on 127.0.0.1 {}; choose another one with --port",
  // Told only behind "waited ... in vain", in a log.
  ...["process {}, which keeps the lab up, ends", "the lab is ready", "the lab did not come up"],
  "the agent of lvs1 ended by {}",
]);

const known = new Set([...Object.keys(LAB), ...Object.keys(LAB_HELP)].map(skeleton));

test("every sentence of the lab has a Chinese form", () => {
  const missing = FILES.flatMap((name) =>
    stringsIn(parseAst(readFileSync(new URL(`../lab/${name}`, import.meta.url), "utf8"), { lang: "ts" }))
      .filter(({ text }) => isSentence(text) && !known.has(text) && !SILENT.has(text))
      .map(({ text }) => `${name}: ${text}`),
  );
  expect(missing, "add it in e2e/vm/chinese.ts").toEqual([]);
});

test.each([
  ["lvs1 holds 192.168.1.100", "lvs1 持有 192.168.1.100"],
  [
    "port 8080 on 127.0.0.1 is in use by another program; choose another one with --port",
    "127.0.0.1 上的端口 8080 已被其他程序使用；请用 --port 另选",
  ],
  ["of tomorrow", "of tomorrow"],
])("%s", (text, expected) => expect(inChinese(text)).toBe(expected));
