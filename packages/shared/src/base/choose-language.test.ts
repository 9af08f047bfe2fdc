import { expect, test } from "vitest";
import { chooseLanguage, firstWord } from "./choose-language.ts";

test.each([
  [[], {}, "en"],
  [[], { LANG: "zh_CN.UTF-8" }, "zh-CN"],
  [[], { LANG: "zh_TW.utf8" }, "zh-CN"],
  [[], { LANG: "zh_CN" }, "zh-CN"],
  [[], { LANG: "zh_CN.UTF-8@pinyin" }, "zh-CN"],
  // What we write is UTF-8.
  [[], { LANG: "zh_CN.GB18030" }, "en"],
  [[], { LANG: "de_DE.UTF-8" }, "en"],
  [[], { LANG: "zh_CN.UTF-8", LC_MESSAGES: "C" }, "en"],
  [[], { LANG: "C", LC_MESSAGES: "zh_CN.UTF-8" }, "zh-CN"],
  [[], { LANG: "C", LC_MESSAGES: "C", LC_ALL: "zh_CN.UTF-8" }, "zh-CN"],
  [[], { LANG: "zh_CN.UTF-8", LC_MESSAGES: "", LC_ALL: "" }, "zh-CN"],
  [["--lang", "zh-CN", "config"], { LC_ALL: "C" }, "zh-CN"],
  [["config", "check", "x", "--lang=zh"], {}, "zh-CN"],
  [["--lang", "en", "config"], { LC_ALL: "zh_CN.UTF-8" }, "en"],
  [["--lang"], { LC_ALL: "zh_CN.UTF-8" }, "zh-CN"],
  [["config", "check", "--", "--lang=zh-CN"], {}, "en"],
] as const)("%j with %j: %s", (argv, environment, language) => {
  expect(chooseLanguage(argv, environment)).toBe(language);
});

test.each([
  [["config", "check"], "config"],
  [["--lang", "en", "vrrp"], "vrrp"],
  [["--lang=en", "vrrp"], "vrrp"],
  [["--version"], "--version"],
  [["--lang"], ""],
  [[], ""],
] as const)("the first word of %j is '%s'", (argv, word) => expect(firstWord(argv)).toBe(word));
