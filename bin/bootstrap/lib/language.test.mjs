import { readFileSync } from "node:fs";
import { parseAst } from "rolldown/parseAst";
import { expect, test } from "vitest";
import { chooseLanguage } from "../../../packages/shared/src/base/choose-language.ts";
import { isSentence, stringsIn } from "../../../packages/shared/src/base/written-sentences.testing.ts";
import { inChinese, speaksChinese } from "./language.mjs";

/** Where set-up and start speak; the stages of `npm test` are for developers. */
const FILES = [
  ...["lib/command.mjs", "lib/debian.mjs", "lib/dependencies.mjs", "lib/runtime.mjs", "lib/set-up.mjs"],
  ...["lib/steps.mjs", "lib/vm-image.mjs", "run.mjs", "start.mjs"],
];

/** Strings with words in them that no person is shown as they stand. */
const SILENT = new Set([
  ...["exit {}", "\nbaton: {}\n", "pnpm install", "prisma generate", "lab prepare", "Linux {}"],
  // Of a sentence that start.mjs puts together; see below.
  ...["is taken by another program", "cannot be used ({})"],
  "Port {} on 127.0.0.1 {}. Choose another: `npm start -- --port {}`.",
]);

const written = FILES.flatMap((name) =>
  stringsIn(parseAst(readFileSync(new URL(`../${name}`, import.meta.url), "utf8")))
    .map(({ text }) => text)
    .filter((text) => isSentence(text) && !SILENT.has(text)),
);

test("every sentence of set-up and start has a Chinese form", () => {
  const missing = written.filter((text) => !/\p{Script=Han}/u.test(inChinese(text.replaceAll("{}", "7"))));
  expect(missing, "add it in bin/bootstrap/lib/chinese.mjs").toEqual([]);
});

test("the locale is read as the command line reads it", () => {
  const VALUES = [undefined, "", "C", "en_US.UTF-8", "zh_CN", "zh_CN.UTF-8", "zh_TW.utf8", "zh_CN.GBK", "zhx", "zh@x"];
  for (const LC_ALL of VALUES)
    for (const LC_MESSAGES of VALUES)
      for (const LANG of VALUES) {
        const environment = { LC_ALL, LC_MESSAGES, LANG };
        expect(speaksChinese(environment)).toBe(chooseLanguage([], environment) === "zh-CN");
      }
});

test("values are kept, and what no pattern knows stays as it is", () => {
  expect(
    inChinese("Port 8080 on 127.0.0.1 is taken by another program. Choose another: `npm start -- --port 8081`."),
  ).toBe("127.0.0.1 上的端口 8080 已被其他程序占用。请另选端口：`npm start -- --port 8081`。");
  expect(inChinese("of tomorrow")).toBe("of tomorrow");
});
