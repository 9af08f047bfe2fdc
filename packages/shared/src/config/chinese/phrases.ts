import type { Phrases } from "../../base/dictionary.ts";

/** Messages by the code they go with: "config.bad-value". Fields are explained in field-kinds.ts. */
export type PhrasesByCode = Readonly<Record<string, Phrases>>;
