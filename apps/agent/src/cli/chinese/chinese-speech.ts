import { createDictionary, type FieldKind } from "@baton/shared/base/dictionary.ts";
import { chineseDiagnostic, planIn, reasonIn } from "@baton/shared/config/spoken.ts";
import { chineseSaid } from "@baton/shared/contract/sentences-chinese.ts";
import { createSay, type Speech } from "../speech.ts";
import { HEARD } from "./heard.ts";
import { WORDS } from "./words.ts";

const asItIs: FieldKind = (text) => text;
const shaped =
  (shape: RegExp): FieldKind =>
  (text) =>
    shape.test(text) ? text : null;

/** A field may hold a sentence of the table itself: `{why}`. */
const kinds: Record<string, FieldKind> = {
  n: shaped(/^[\d.]+$/),
  key: shaped(/^[\w./-]+$/),
  word: asItIs,
  why: (text) => hear(text),
};
const heard = createDictionary(HEARD, kinds);
const hear = (sentence: string): string => heard(sentence) ?? chineseSaid(sentence, hear) ?? sentence;

/** Loaded only where it is spoken. */
export const CHINESE: Speech = {
  language: "zh-CN",
  say: createSay((text) => WORDS[text]),
  hear,
  diagnostic: chineseDiagnostic,
  plan: (sentence) => planIn(sentence, "zh-CN").text,
  reason: (sentence) => reasonIn(sentence, "zh-CN").text,
};
