import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { formatText } from "./format.ts";
import { type LoadedConfig, loadConfig } from "./load.ts";

const folder = new URL("../../../../conformance/config/", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), "utf8");
const readLines = <T>(name: string): T[] =>
  read(name)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);

interface Expected {
  readonly file: string;
  /** "line:column severity code", in order. */
  readonly diagnostics: readonly string[];
}

const load = (path: string, text: string): LoadedConfig => loadConfig({ path, text }, () => [], { configId: "lvs1" });

const withoutRanges = (model: LoadedConfig["model"]): unknown =>
  JSON.parse(JSON.stringify(model, (key, value: unknown) => (key === "range" ? undefined : value)));

describe("every file says what it is known to say", () => {
  test.each(readLines<Expected>("expected.jsonl"))("$file", ({ file, diagnostics }) => {
    const loaded = load(file, read(file));
    expect(
      loaded.diagnostics.map(
        ({ range, severity, code }) => `${range.start.line}:${range.start.column} ${severity} ${code}`,
      ),
    ).toEqual(diagnostics);
    expect(loaded.model !== null).toBe(file.startsWith("valid/"));
  });
});

describe("every valid file means what it is known to mean, and goes on to when it is formatted", () => {
  test.each(readLines<{ file: string; model: unknown }>("models.jsonl"))("$file", ({ file, model }) => {
    const text = read(file);
    expect(withoutRanges(load(file, text).model)).toEqual(model);
    const formatted = formatText(text);
    expect(withoutRanges(load(file, formatted).model)).toEqual(model);
    expect(formatText(formatted)).toBe(formatted);
  });
});
