import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CODES } from "./codes.ts";

const folder = new URL(".", import.meta.url);
const reference = new URL("../../../../docs/config-codes.md", folder);

test("every code that is used is documented, and none besides", () => {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "codes.ts",
  );
  const used = new Set<string>();
  for (const name of files)
    for (const [, code = ""] of readFileSync(new URL(name, folder), "utf8").matchAll(
      /"((?:config|pair)\.[a-z0-9-]+)"/g,
    ))
      used.add(code);
  expect(Object.keys(CODES).sort()).toEqual([...used].sort());
});

/** The reference is made from the table: BATON_UPDATE=1 writes it anew. */
const generated = (): string =>
  [
    "# Codes of diagnostics / 诊断代码",
    "",
    "What `baton config check` and `baton config lint` put in brackets, and the dashboard's editor shows.",
    "",
    "| code | meaning | 含义 |",
    "|---|---|---|",
    ...Object.entries(CODES)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, { en, zh }]) => `| \`${code}\` | ${en} | ${zh} |`),
    "",
  ].join("\n");

test("the reference has every code in both languages", () => {
  if (process.env.BATON_UPDATE === "1") writeFileSync(reference, generated());
  expect(readFileSync(reference, "utf8")).toBe(generated());
  for (const { en, zh } of Object.values(CODES)) {
    expect(en).toMatch(/\.$/);
    expect(zh).toMatch(/\p{Script=Han}/u);
  }
});
