import type { Language } from "@baton/shared/base/language.ts";
import { fillIn, templateOf } from "@baton/shared/base/template.ts";
import type { Diagnostic } from "@baton/shared/config/diagnostic.ts";
import type { DiagnosticWords } from "@baton/shared/config/render-diagnostic.ts";
import type { Word } from "./chinese/words.ts";

type FieldsOf<Text extends string> = Text extends `${string}{${infer Field}}${infer Rest}`
  ? Field | FieldsOf<Rest>
  : never;
type Values<Text extends string> = [FieldsOf<Text>] extends [never]
  ? []
  : [values: Readonly<Record<FieldsOf<Text>, string | number>>];

/** The command line's own words, in English with their fields: each has a Chinese form, or it does not compile. */
export type Say = <Text extends Word>(text: Text, ...values: Values<Text>) => string;

/** How a command speaks to the person who typed it. Made once, at the start, and handed to every command. */
export interface Speech {
  readonly language: Language;
  readonly say: Say;
  /** A sentence made elsewhere: by an agent, by the core, by commander. As it is where it is not known. */
  readonly hear: (sentence: string) => string;
  readonly diagnostic: (diagnostic: Diagnostic) => DiagnosticWords;
  /** The sentence of a planned change. */
  readonly plan: (sentence: string) => string;
  /** The reason of a rewrite. */
  readonly reason: (sentence: string) => string;
}

/** `translate`: the text in another language, its fields still open. */
export const createSay =
  (translate: (text: Word) => string): Say =>
  (text, ...[values]) =>
    fillIn(templateOf(translate(text)), (field) => String((values as Record<string, unknown> | undefined)?.[field]));

const asItIs = (text: string): string => text;

export const ENGLISH: Speech = {
  language: "en",
  say: createSay(asItIs),
  hear: asItIs,
  diagnostic: (diagnostic) => diagnostic,
  plan: asItIs,
  reason: asItIs,
};
