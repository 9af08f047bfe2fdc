import { chooseLanguage } from "@baton/shared/base/choose-language.ts";
import { createDictionary, type FieldKind } from "@baton/shared/base/dictionary.ts";
import { speakHelp as speakHelpIn } from "@baton/shared/base/speak-help.ts";
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

/** Before the program's commands are added. */
export const speakHelp = (program: Command): Command =>
  speakHelpIn(program, {
    language,
    help: helpOf,
    inChinese,
    refusal: (sentence) => new InvalidArgumentError(sentence),
  });
