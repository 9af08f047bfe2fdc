import { createDictionary, type Dictionary, type Phrases } from "../../base/dictionary.ts";
import { KINDS } from "./field-kinds.ts";
import { PAIR } from "./pair-phrases.ts";
import { PLAN } from "./plan-phrases.ts";
import { REASONS } from "./reason-phrases.ts";
import { SERVICES } from "./service-phrases.ts";
import { SUGGESTIONS } from "./suggestion-phrases.ts";
import { TEXT } from "./text-phrases.ts";
import { VRRP } from "./vrrp-phrases.ts";

/** Every message's phrases by code; those of one code stand in several tables, in the order in which they are tried. */
export const MESSAGES: Readonly<Record<string, Phrases>> = (() => {
  const byCode: Record<string, Phrases> = {};
  for (const table of [TEXT, VRRP, SERVICES, PAIR]) {
    for (const [code, phrases] of Object.entries(table)) byCode[code] = { ...byCode[code], ...phrases };
  }
  return byCode;
})();

const messages = new Map<string, Dictionary>(
  Object.entries(MESSAGES).map(([code, phrases]) => [code, createDictionary(phrases, KINDS)]),
);

/** A diagnostic's message in Chinese; null when no template fits. */
export const chineseMessage = (code: string, message: string): string | null => messages.get(code)?.(message) ?? null;

export const chineseSuggestion: Dictionary = createDictionary(SUGGESTIONS, KINDS);

/** Of PlannedChange. */
export const chinesePlan: Dictionary = createDictionary(PLAN, KINDS);

/** Of Rewrite. */
export const chineseReason: Dictionary = createDictionary(REASONS, KINDS);
