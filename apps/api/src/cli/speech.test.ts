import { readFileSync } from "node:fs";
import { isSentence, skeleton, stringsIn } from "@baton/shared/base/written-sentences.testing.ts";
import { parseAst } from "rolldown/parseAst";
import { expect, test } from "vitest";
import { HUB, HUB_HELP } from "./chinese.ts";
import { inChinese } from "./speech.ts";

const FILES = [
  ...["main.ts", "settings.ts", "cli/run-hub.ts", "cli/enrolment-file.ts"],
  ...["adapters/data-folder.ts", "adapters/prisma/server-ready.ts"],
];

const SILENT = new Set([
  ...["baton hub", "baton hub: {}"],
  // Log lines.
  ...["while stopping", "database brought up to date", "hub is listening", "hub is stopping"],
  "waiting for the database server",
  // pg's own words, looked for.
  "timeout expired",
  // Said with the file's name in front.
  "is not JSON",
  'wants an object of node names and tokens of 16 to 200 characters: {"lvs1": "..."}',
]);

const known = new Set([...Object.keys(HUB), ...Object.keys(HUB_HELP)].map(skeleton));

test("every sentence of the hub's command line has a Chinese form", () => {
  const missing = FILES.flatMap((name) =>
    stringsIn(parseAst(readFileSync(new URL(`../${name}`, import.meta.url), "utf8"), { lang: "ts" }))
      .filter(({ text }) => isSentence(text) && !known.has(text) && !SILENT.has(text))
      .map(({ text }) => `${name}: ${text}`),
  );
  expect(missing, "add it in cli/chinese.ts").toEqual([]);
});

test.each([
  [
    "127.0.0.1:80 is taken by another program; choose another --listen",
    "127.0.0.1:80 已被其他程序占用；请另选 --listen",
  ],
  ["/etc/t.json is not JSON", "/etc/t.json 不是 JSON"],
  ["of tomorrow", "of tomorrow"],
])("%s", (text, expected) => expect(inChinese(text)).toBe(expected));
