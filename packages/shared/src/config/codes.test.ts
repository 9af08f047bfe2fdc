import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CODES } from "./codes.ts";

const folder = new URL(".", import.meta.url);

test("every code that is used is documented, in the table and in the reference, and none besides", () => {
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
  const reference = readFileSync(new URL("../../../../docs/config-language.md", folder), "utf8");
  expect(Object.keys(CODES).filter((code) => !reference.includes(`\`${code}\``))).toEqual([]);
});
