/** What stands behind a keyword. Numbers in `seconds` are decimal seconds in the text. */
export type ValueSpec =
  | { readonly kind: "none" }
  /** on/off/true/false/yes/no; the bare keyword means true. */
  | { readonly kind: "flag" }
  | { readonly kind: "int"; readonly min: number; readonly max: number; readonly optional?: boolean }
  | { readonly kind: "seconds"; readonly min: number; readonly max: number; readonly optional?: boolean }
  | { readonly kind: "choice"; readonly of: readonly string[]; readonly anyCase?: boolean }
  /** prefixed: a prefix length behind it is taken, and has no effect. */
  | { readonly kind: "address"; readonly prefixed?: boolean }
  | { readonly kind: "word"; readonly optional?: boolean }
  /** One or more words that are not looked at further. */
  | { readonly kind: "words" }
  /** Anything, nothing included. */
  | { readonly kind: "any" };

/**
 * full: Baton does it. ignored: taken with a warning, it has no effect. refused: an error, because to
 * leave it out would move traffic, addresses or elections away from what the file says.
 */
export type Support = "full" | "ignored" | "refused";

export interface KeywordSpec {
  readonly name: string;
  readonly value: ValueSpec;
  readonly support: Support;
  /** What it does, one line each; shown as help and, for what Baton does not do, inside the message. */
  readonly en: string;
  readonly zh: string;
  /** As users would write it. */
  readonly default?: string;
  /** The keyword this is another spelling of. */
  readonly sameAs?: string;
  /** Set for spellings that keepalived gave up: the warning's sentence. */
  readonly old?: string;
  /** May stand several times in its block. */
  readonly many?: boolean;
  readonly block?: BlockSpec;
}

/** `list`: the block's lines are not keywords but entries of their own kind. */
export interface BlockSpec {
  readonly name: string;
  readonly keywords: ReadonlyMap<string, KeywordSpec>;
  readonly list: boolean;
}

type Extra = Partial<Pick<KeywordSpec, "default" | "sameAs" | "old" | "many" | "block">>;

const make =
  (support: Support) =>
  (name: string, value: ValueSpec, en: string, zh: string, extra: Extra = {}): KeywordSpec => ({
    name,
    value,
    support,
    en,
    zh,
    // All of one shape, for the sake of the compiler: they are looked at for every line of a text.
    default: undefined,
    sameAs: undefined,
    old: undefined,
    many: undefined,
    block: undefined,
    ...extra,
  });

export const full = make("full");
export const ignored = make("ignored");
export const refused = make("refused");

/** Another spelling of a keyword of the same table. */
export const spelling = (name: string, of: KeywordSpec, old?: string): KeywordSpec => ({
  ...of,
  name,
  sameAs: of.sameAs ?? of.name,
  ...(old === undefined ? {} : { old }),
});

export const block = (name: string, keywords: readonly KeywordSpec[]): BlockSpec => ({
  name,
  keywords: new Map(keywords.map((keyword) => [keyword.name, keyword])),
  list: false,
});

export const listBlock = (name: string): BlockSpec => ({ name, keywords: new Map(), list: true });

export const none: ValueSpec = { kind: "none" };
export const flag: ValueSpec = { kind: "flag" };
export const address: ValueSpec = { kind: "address" };
export const prefixedAddress: ValueSpec = { kind: "address", prefixed: true };
export const word: ValueSpec = { kind: "word" };
export const words: ValueSpec = { kind: "words" };
export const any: ValueSpec = { kind: "any" };
export const int = (min: number, max: number): ValueSpec => ({ kind: "int", min, max });
export const optionalInt = (min: number, max: number): ValueSpec => ({ kind: "int", min, max, optional: true });
export const seconds = (min: number, max: number): ValueSpec => ({ kind: "seconds", min, max });
export const optionalSeconds = (min: number, max: number): ValueSpec => ({ kind: "seconds", min, max, optional: true });
export const choice = (...of: string[]): ValueSpec => ({ kind: "choice", of });
export const choiceInAnyCase = (...of: string[]): ValueSpec => ({ kind: "choice", of, anyCase: true });

export const MAX_INT = 2 ** 31 - 1;
/** Longer than any sensible timer, and still what a timer of the agent can wait for: 2^31 ms. */
export const MAX_SECONDS = 2_147_483;
export const port: ValueSpec = int(1, 65535);
