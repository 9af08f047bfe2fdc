import { readdirSync, readFileSync } from "node:fs";
import { parseAst } from "rolldown/parseAst";
import { expect, test } from "vitest";
import { stringsIn } from "../../base/written-sentences.testing.ts";
import { root } from "../blocks/root.ts";
import type { BlockSpec } from "../keyword.ts";
import { lintPair } from "../lint-pair.ts";
import { loadConfig } from "../load.ts";
import type { ConfigModel } from "../model.ts";
import { modernise } from "../modernise.ts";
import { planChanges } from "../plan-changes.ts";
import { messageIn, planIn, reasonIn, type Spoken, suggestionIn } from "../spoken.ts";

const conformance = new URL("../../../../../conformance/config/", import.meta.url);

const files = (folder: string): readonly string[] =>
  readdirSync(new URL(folder, conformance))
    .filter((name) => name.endsWith(".conf"))
    .map((name) => readFileSync(new URL(`${folder}${name}`, conformance), "utf8"));
const valid = files("valid/");
const invalid = files("invalid/");

/** What the texts of unit tests are: strings with several lines, or with a brace. */
const unitTexts = (): readonly string[] => {
  const folder = new URL("../", import.meta.url);
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .flatMap((name) => stringsIn(parseAst(readFileSync(new URL(name, folder), "utf8"), { lang: "ts" })))
    .map(({ text }) => text.replaceAll("{}", "1"))
    .filter((text) => /[{}\n]/.test(text))
    .flatMap((text) => [text, inInstance(text), inService(text), `vrrp_instance V {\n${text}\n}`]);
};

const inInstance = (lines: string): string =>
  `vrrp_instance V {\ninterface eth0\nvirtual_router_id 5\nvirtual_ipaddress {\n10.0.0.1\n}\n${lines}\n}\n`;
const inService = (lines: string): string =>
  `virtual_server 10.0.0.1 80 {\nlb_algo rr\nlb_kind DR\nprotocol TCP\n${lines}\n}\n`;

/** Every keyword of the tables, in its place, with each kind of mistake that one can have. */
const keywordTexts = (): readonly string[] => {
  const texts: string[] = [];
  const VALUES = ["", " x", " 99999999999", " -1", " 10.0.0.1", ' "a b" c', " {\n}", " x {\nx y z\n}", " = 5", " 5s"];
  const visit = (block: BlockSpec, around: (inside: string) => string, depth: number): void => {
    for (const { name, block: inner } of block.keywords.values()) {
      for (const value of VALUES) texts.push(around(`${name}${value}`));
      texts.push(around(`${name}y 1\n${name} 1\n${name} 1`));
      if (!inner || depth > 4) continue;
      const argument = name === "virtual_server" || name === "real_server" ? " 10.0.0.1 80" : " N";
      const inside = (text: string): string => around(`${name}${argument} {\n${text}\n}`);
      if (inner.list) for (const line of LINES) texts.push(inside(line));
      else visit(inner, inside, depth + 1);
    }
  };
  visit(root, (text) => text, 0);
  return texts;
};

/** For lists: of addresses, routes, rules, peers, trackers and groups. */
const LINES = [
  ...["10.0.0.1", "10.0.0.1\n10.0.0.1", "10.0.0.1 10.0.0.2", "10.0.0.1/40", "x", "10.0.0.1 dev", "10.0.0.1 scope x"],
  ...["10.0.0.1 label abcdefghijklmnopqrst", "10.0.0.1 peer x", "10.0.0.1 preferred_lft x", "10.0.0.1 dev a/b"],
  ...[
    "10.0.0.0/8",
    "10.0.0.0/8 via x",
    "10.0.0.0/8 via",
    "10.0.0.0/8 via 10.0.0.1 table x",
    "via 10.0.0.1 q",
    "z dev e",
  ],
  ...[
    "10.0.0.0/8 dev e protocol x scope y",
    "from 10.0.0.0/8",
    "from x",
    "from 10.0.0.0/8 to ::1",
    "to 1.2.3.4 ipproto x",
  ],
  ...[
    "from 1.1.1.1 table 5 fwmark x uidrange 9-1 sport q",
    "from",
    "iif eth0 foo",
    "10.0.0.1 min_ttl x",
    "10.0.0.1 min_ttl",
  ],
  ...["10.0.0.1 80 90", "fwmark 0", "fwmark 5 x", "10.0.0.1-10.0.0.0 80", "10.0.0.1 99999", "10.0.0.1 80\n::1 80"],
  ...["eth0 weight 999", "eth0 q", "eth1\neth1", "eth0 5 6", "eth0 x", "10.0.0.1/24 brd x", "10.0.0.1 q {\n}"],
];

/** The files that are right with one line changed, each line in one of these ways. */
const CHANGES: readonly ((line: string) => string)[] = [
  () => "",
  (line) => `${line}\n${line}`,
  (line) => line.replace(/(\S+)(\s*[{}]?\s*)$/, "wrong$2"),
  (line) => line.replace(/^(\s*\S+?)(\s)/, "$1x$2"),
  (line) => line.replace(/\S+\s*$/, ""),
];

const changed = (text: string, file: number): readonly string[] => {
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    const change = CHANGES[(file + index) % CHANGES.length];
    return change && line.trim() !== "" ? [lines.toSpliced(index, 1, change(line)).join("\n")] : [];
  });
};

const texts = [...invalid, ...valid, ...unitTexts(), ...keywordTexts(), ...valid.flatMap(changed)];
const loaded = texts.map((text) => loadConfig({ path: "k.conf", text }, () => [], { configId: "lvs1" }));
const models = loaded.flatMap(({ model }) => model ?? []);
const some = models.filter((_, index) => index % Math.ceil(models.length / 200) === 0);

const pairs = (of: readonly ConfigModel[]): readonly (readonly [ConfigModel, ConfigModel])[] =>
  [1, 2, 7].flatMap((step) => of.slice(step).flatMap((b, index) => (of[index] ? [[of[index], b] as const] : [])));

const untranslated = (spoken: readonly Spoken[]): readonly string[] => [
  ...new Set(spoken.filter(({ language }) => language === "en").map(({ text }) => text)),
];

const HOW = "no template fits: see the list in written-sentences.test.ts; is a field of the wrong kind?";

test("every message and suggestion of thousands of texts is recognised", () => {
  const diagnostics = [...loaded.flatMap(({ diagnostics }) => diagnostics)];
  expect(diagnostics.length).toBeGreaterThan(10_000);
  expect(untranslated(diagnostics.map((each) => messageIn(each, "zh-CN"))), HOW).toEqual([]);
  const suggestions = [...new Set(diagnostics.flatMap(({ suggestion }) => suggestion ?? []))];
  expect(untranslated(suggestions.map((each) => suggestionIn(each, "zh-CN"))), HOW).toEqual([]);
});

test("every finding between two files and every sentence of a plan", () => {
  const findings = pairs(some).flatMap(([a, b]) => lintPair(a, b, new Map([["eth0", ["172.16.0.1/30"]]])));
  expect(untranslated(findings.map((each) => messageIn(each, "zh-CN"))), HOW).toEqual([]);
  const changes = [...pairs(some), ...some.map((each) => [null, each] as const)].flatMap(([a, b]) => planChanges(a, b));
  expect(untranslated(changes.map(({ sentence }) => planIn(sentence, "zh-CN"))), HOW).toEqual([]);
});

test("every reason of a rewrite", () => {
  const reasons = texts.flatMap((text) => modernise(text).rewrites.map(({ reason }) => reason));
  expect(untranslated([...new Set(reasons)].map((each) => reasonIn(each, "zh-CN"))), HOW).toEqual([]);
});
