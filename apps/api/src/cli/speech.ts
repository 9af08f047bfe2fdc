import { chineseHelp } from "@baton/shared/base/chinese-help.ts";
import { chooseLanguage } from "@baton/shared/base/choose-language.ts";
import { createDictionary, type FieldKind } from "@baton/shared/base/dictionary.ts";
import { languageOf } from "@baton/shared/base/language.ts";
import { type Command, InvalidArgumentError } from "commander";
import { HUB, HUB_HELP } from "./chinese.ts";

/** The language of `baton hub`'s command line, read once. */
const language = chooseLanguage(process.argv.slice(2), process.env);

const asItIs: FieldKind = (text) => text;
const number: FieldKind = (text) => (/^\d+$/.test(text) ? text : null);
const said = createDictionary(HUB, { n: number, word: asItIs, why: (text) => inChinese(text) });

/** A sentence of the hub's command line in Chinese, as it is where it is not known. */
export const inChinese = (text: string): string => HUB_HELP[text] ?? said(text) ?? text;

/** In the reader's language. */
export const speak = (text: string): string => (language === "en" ? text : inChinese(text));

/** Before its commands are added, which take over how it speaks. */
export const speakHelp = (program: Command): Command => {
  const parse = (text: string): string => {
    if (languageOf(text) === null) throw new InvalidArgumentError("Baton speaks en and zh-CN.");
    return text;
  };
  program.option("--lang <language>", "en or zh-CN, for what people read; without it, that of the locale", parse);
  if (language === "en") return program;
  return program
    .configureHelp(chineseHelp((text) => HUB_HELP[text] ?? null))
    .configureOutput({ outputError: (text, write) => write(`${inChinese(text.trimEnd())}\n`) });
};
