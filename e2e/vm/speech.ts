import { chineseHelp } from "@baton/shared/base/chinese-help.ts";
import { chooseLanguage } from "@baton/shared/base/choose-language.ts";
import { createDictionary, type FieldKind } from "@baton/shared/base/dictionary.ts";
import { languageOf } from "@baton/shared/base/language.ts";
import { type Command, InvalidArgumentError } from "commander";
import { LAB, LAB_HELP } from "./chinese.ts";

/** The language of `baton lab`, read once. It stands in the lowest folder, so that all of the lab can speak it. */
const language = chooseLanguage(process.argv.slice(2), process.env);

/** What hands it on to a `bin/baton` that this one starts, inside of a VM say. */
export const LANGUAGE_ARGUMENT = `--lang=${language}`;

const asItIs: FieldKind = (text) => text;
const number: FieldKind = (text) => (/^[\d.]+$/.test(text) ? text : null);
const said = createDictionary(LAB, { n: number, word: asItIs, why: (text) => inChinese(text) });

/** A sentence of the lab in Chinese, as it is where it is not known. */
export const inChinese = (text: string): string => said(text) ?? text;

/** In the reader's language. */
export const speak = (text: string): string => (language === "en" ? text : inChinese(text));

/** Of a description that names things behind a colon. */
const helpOf = (text: string): string | null => {
  const [head = "", ...names] = text.split(": ");
  const named = LAB_HELP[`${head}: {}`];
  return LAB_HELP[text] ?? named?.replace("{}", names.join(": ")) ?? null;
};

/** Before its commands are added, which take over how it speaks. */
export const speakHelp = (program: Command): Command => {
  const parse = (text: string): string => {
    if (languageOf(text) === null) throw new InvalidArgumentError("Baton speaks en and zh-CN.");
    return text;
  };
  program.option("--lang <language>", "en or zh-CN, for what people read; without it, that of the locale", parse);
  if (language === "en") return program;
  return program
    .configureHelp(chineseHelp(helpOf))
    .configureOutput({ outputError: (text, write) => write(`${inChinese(text.trimEnd())}\n`) });
};
