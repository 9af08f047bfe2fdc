import { chineseHelp } from "./chinese-help.ts";
import { createLanguageParser } from "./choose-language.ts";
import type { Language } from "./language.ts";

/** What of commander's Command is used here: this package does without commander, which is for Node only. */
interface Program {
  option(flags: string, description: string, parse: (text: string) => Language): unknown;
  configureHelp(settings: ReturnType<typeof chineseHelp>): unknown;
  configureOutput(settings: { outputError: (text: string, write: (text: string) => void) => void }): unknown;
}

export interface HelpSpeech {
  readonly language: Language;
  /** A description in Chinese, null when unknown. */
  readonly help: (text: string) => string | null;
  /** A sentence of the program or of commander in Chinese, as it is where it is not known. */
  readonly inChinese: (text: string) => string;
  /** Makes commander's InvalidArgumentError. */
  readonly refusal: (sentence: string) => Error;
}

/** Gives a program `--lang`, and its help and errors in that language; before its commands are added, which take it over. */
export const speakHelp = <Of extends Program>(program: Of, { language, help, inChinese, refusal }: HelpSpeech): Of => {
  const description = "en or zh-CN, for what people read; without it, that of the locale";
  program.option("--lang <language>", description, createLanguageParser(refusal));
  if (language === "en") return program;
  program.configureHelp(chineseHelp(help));
  program.configureOutput({ outputError: (text, write) => write(`${inChinese(text.trimEnd())}\n`) });
  return program;
};
