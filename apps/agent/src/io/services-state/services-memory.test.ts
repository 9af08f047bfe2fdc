import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openServicesMemory } from "./services-memory.ts";

let folder = "";
const said: string[] = [];
const open = (dir = folder) => openServicesMemory(dir, (sentence) => said.push(sentence));
const OVERRIDE = { server: "a -> b", weight: 0, requestedBy: "op", reason: "upgrade", until: null };

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "baton-memory-"));
});
afterEach(() => {
  said.length = 0;
  rmSync(folder, { recursive: true, force: true });
});

test("what was kept is there for the next process", () => {
  const first = open();
  expect([first.owned, first.overrides]).toEqual([[], []]);
  first.keepOwned(new Set(["TCP 10.0.0.1:80"]));
  first.keepOverrides([OVERRIDE]);
  const second = open();
  expect([second.owned, second.overrides]).toEqual([["TCP 10.0.0.1:80"], [OVERRIDE]]);
});

test("services of another boot or namespace are nobody's, the operator's weights stay", () => {
  const first = open();
  first.keepOwned(new Set(["TCP 10.0.0.1:80"]));
  first.keepOverrides([OVERRIDE]);
  const file = path.join(folder, "services.json");
  writeFileSync(file, readFileSync(file, "utf8").replace("net:[", "net:[9"));
  expect([open().owned, open().overrides]).toEqual([[], [OVERRIDE]]);
});

test.each(["", "{", "[]", '{"owned":7}', "\u0000".repeat(100)])("%j in its place is nothing", (text) => {
  writeFileSync(path.join(folder, "services.json"), text);
  expect(open().owned).toEqual([]);
  expect(said).toEqual([]);
});

test("a folder that can't be written is said once", () => {
  const memory = open(path.join(folder, "absent"));
  memory.keepOwned(new Set(["a"]));
  memory.keepOwned(new Set(["b"]));
  expect(said).toHaveLength(1);
});
