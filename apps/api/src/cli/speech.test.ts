import { readFileSync } from "node:fs";
import type { Language } from "@baton/shared/base/language.ts";
import { speakHelp } from "@baton/shared/base/speak-help.ts";
import { isSentence, skeleton, stringsIn } from "@baton/shared/base/written-sentences.testing.ts";
import { Command, CommanderError, InvalidArgumentError } from "commander";
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

const programIn = (language: Language): Command =>
  speakHelp(new Command("baton hub").exitOverride(), {
    language,
    help: (text) => HUB_HELP[text] ?? null,
    inChinese,
    refusal: (text) => new InvalidArgumentError(text),
  });

test.each([
  ["en", "Options:", "unknown option '--x'"],
  ["zh-CN", "选项：", "未知选项"],
] as const)("help and errors in %s", (language, options, problem) => {
  const said: string[] = [];
  const program = programIn(language).configureOutput({ writeErr: (text) => void said.push(text) });
  expect(program.helpInformation()).toContain(options);
  expect(() => program.parse(["--x"], { from: "user" })).toThrow(CommanderError);
  expect(said.join("")).toContain(problem);
});

test("what is no language is refused", () => {
  const said: string[] = [];
  const program = programIn("en").configureOutput({ writeErr: (text) => void said.push(text) });
  expect(() => program.parse(["--lang", "tlh"], { from: "user" })).toThrow(CommanderError);
  expect(said.join("")).toContain("Baton speaks en and zh-CN.");
});
