import { readdirSync, readFileSync } from "node:fs";
import { parseAst } from "rolldown/parseAst";
import { expect, test } from "vitest";
import { kindOf } from "../../base/dictionary.ts";
import { templateOf } from "../../base/template.ts";
import { isSentence, skeleton, stringsIn } from "../../base/written-sentences.testing.ts";
import { root } from "../blocks/root.ts";
import type { BlockSpec } from "../keyword.ts";
import { MESSAGES } from "./chinese.ts";
import { KINDS } from "./field-kinds.ts";
import { PARTS } from "./part-phrases.ts";
import { PLAN } from "./plan-phrases.ts";
import { REASONS } from "./reason-phrases.ts";
import { SUGGESTIONS } from "./suggestion-phrases.ts";

interface Placed {
  readonly text: string;
  /** "config/compile/rules.ts:12" */
  readonly place: string;
}

/** Where both languages stand side by side. */
const BILINGUAL = ["chinese/", "blocks/", "codes.ts"];

const source = new URL("../../", import.meta.url);

const writtenIn = (folder: string): readonly Placed[] =>
  readdirSync(new URL(folder, source), { recursive: true, encoding: "utf8" })
    .filter((name) => /(?<!\.test)\.ts$/.test(name) && !BILINGUAL.some((start) => name.startsWith(start)))
    .flatMap((name) => {
      const text = readFileSync(new URL(`${folder}${name}`, source), "utf8");
      const lineOf = (start: number): number => text.slice(0, start).split("\n").length;
      return stringsIn(parseAst(text, { lang: "ts" }))
        .filter((each) => isSentence(each.text))
        .map((each) => ({ text: each.text, place: `${folder}${name}:${lineOf(each.start)}` }));
    });

/** Strings with words in them that are no sentences. Add here what no reader is shown. */
const SILENT: Readonly<Record<string, string>> = {
  "a statement has a word or a block": "a defect of ours",
  "an address has 4 or 16 bytes, not {}": "likewise",
  "state MASTER": "statements of keepalived.conf",
  "priority 255": "likewise",
  "vrrp_script {} {": "likewise",
  "process {}": "likewise",
  "weight 0": "likewise",
  "    interval 2": "likewise",
  "    timeout 3": "likewise",
  "    fall 2": "likewise",
  "    rise 2": "likewise",
};

const tables = [...Object.values(MESSAGES), SUGGESTIONS, PLAN, REASONS, ...Object.values(PARTS)];
const translated = new Set(tables.flatMap((phrases) => Object.keys(phrases).map(skeleton)));
const written = [...writtenIn("config/"), ...writtenIn("net/")];

const HOW = `These sentences have no Chinese form yet. Add it in packages/shared/src/config/chinese/:
- a diagnostic's message, under its code, in text-, vrrp-, service- or pair-phrases.ts, with a field for each value that
  is put in: "config.bad-value": { "'{word}' is not a port": "'{word}' 不是端口" };
- a suggestion in suggestion-phrases.ts, a sentence of a plan in plan-phrases.ts, a reason of a rewrite in
  reason-phrases.ts;
- a part that is put into such a sentence in part-phrases.ts, under the kind of the field that holds it.
What no reader is shown goes into the table SILENT of written-sentences.test.ts.
`;

test("every sentence in the source has a Chinese form", () => {
  const missing = written
    .filter(({ text }) => !translated.has(text) && !Object.hasOwn(SILENT, text))
    .map(({ text, place }) => `${place}: ${JSON.stringify(text)}`);
  expect(missing, HOW).toEqual([]);
});

/** Warnings of keyword tables, put into a sentence. */
const oldWords = (block: BlockSpec): readonly string[] =>
  [...block.keywords.values()].flatMap(({ old = [], block: inner }) => [old, inner ? oldWords(inner) : []].flat());

test("every remark about an old spelling has one", () => {
  const old = oldWords(root);
  expect(old).not.toEqual([]);
  expect(
    old.filter((text) => KINDS.old?.(text) === null),
    "add it in part-phrases.ts, under old",
  ).toEqual([]);
});

test("no Chinese form is left over", () => {
  const said = new Set([...written.map(({ text }) => text), ...oldWords(root)]);
  /** Said in another way for one value. */
  const known = new Set(["unknown keyword '{}' in the file"]);
  const left = [...translated].filter((text) => isSentence(text) && !said.has(text) && !known.has(text));
  expect(left, "nothing says this any more: remove it here too").toEqual([]);
  expect(Object.keys(SILENT).filter((text) => !said.has(text))).toEqual([]);
});

test("both forms of a phrase have the same fields, each of a known kind, and no field twice", () => {
  for (const [en, zh] of tables.flatMap((phrases) => Object.entries(phrases))) {
    const fields = templateOf(en).fields.toSorted();
    expect(templateOf(zh).fields.toSorted(), en).toEqual(fields);
    expect(fields, en).toEqual([...new Set(fields)]);
    expect(
      fields.filter((field) => !Object.hasOwn(KINDS, kindOf(field))),
      en,
    ).toEqual([]);
  }
});
