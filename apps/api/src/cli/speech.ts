import { chooseLanguage } from "@baton/shared/base/choose-language.ts";
import { createDictionary, type FieldKind } from "@baton/shared/base/dictionary.ts";
import { speakHelp as speakHelpIn } from "@baton/shared/base/speak-help.ts";
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

/** Before the program's commands are added. */
export const speakHelp = (program: Command): Command =>
  speakHelpIn(program, {
    language,
    help: (text) => HUB_HELP[text] ?? null,
    inChinese,
    refusal: (sentence) => new InvalidArgumentError(sentence),
  });
