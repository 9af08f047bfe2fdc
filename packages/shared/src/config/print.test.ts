import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadConfig } from "./load.ts";
import { parseSource } from "./parse-source.ts";
import { printStatements } from "./print.ts";

const folder = new URL("../../../../conformance/config/valid/", import.meta.url);

/** Macros, conditions and includes are of the text, not of the tree. */
const hasDirectives = (text: string): boolean => /^\s*[@~$]|^\s*include|\$/m.test(text);

const meaning = (text: string): unknown =>
  JSON.parse(
    JSON.stringify(loadConfig({ path: "k.conf", text }, () => []).model, (key, value: unknown) =>
      key === "range" ? undefined : value,
    ),
  );

const texts = readdirSync(folder)
  .map((name) => [name, readFileSync(new URL(name, folder), "utf8")] as const)
  .filter(([, text]) => !hasDirectives(text));

describe("what is printed from a file's tree means what the file means", () => {
  test.each(texts)("%s", (_name, text) => {
    expect(meaning(text)).not.toBeNull();
    expect(meaning(printStatements(parseSource({ path: "k.conf", text }).statements))).toEqual(meaning(text));
  });
});
