import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NumberedEvent } from "@baton/shared/contract/events.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openOutbox } from "./outbox-file.ts";

let dir = "";
let path = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "bag-outbox-"));
  path = join(dir, "outbox.jsonl");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const event = (seq: number): NumberedEvent => ({
  kind: "vrrp.transition",
  severity: "info",
  at: 1,
  subject: "VI_1",
  text: "主 \n line",
  data: { from: "backup", n: 1, ok: true, none: null },
  boot: "boot-0001",
  seq,
});

test("what was appended is there after the file is opened again, for root alone", async () => {
  const first = openOutbox(path);
  expect(first.waiting).toEqual([]);
  await first.file.append([event(1), event(2)]);
  first.file.close();
  const second = openOutbox(path);
  expect(second.waiting).toEqual([event(1), event(2)]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  second.file.close();
});

test("a line torn by a crash is lost alone", async () => {
  const first = openOutbox(path);
  await first.file.append([event(1)]);
  first.file.close();
  appendFileSync(path, JSON.stringify(event(2)).slice(0, 40));
  const second = openOutbox(path);
  expect(second.skipped).toBe(1);
  await second.file.append([event(3)]);
  second.file.close();
  const third = openOutbox(path);
  expect(third.waiting).toEqual([event(1), event(3)]);
  third.file.close();
});

test("lines that are no events are skipped", () => {
  appendFileSync(path, `null\n{"kind":"nonsense"}\n${JSON.stringify(event(7))}\n\u0000\n`);
  const { waiting, skipped, file } = openOutbox(path);
  expect(waiting).toEqual([event(7)]);
  expect(skipped).toBe(3);
  file.close();
});

test("committed events leave the file, those that wait stay and new ones follow", async () => {
  const { file } = openOutbox(path);
  await file.append([event(1), event(2)]);
  await file.replace([event(2)]);
  await file.append([event(3)]);
  file.close();
  const again = openOutbox(path);
  expect(again.waiting).toEqual([event(2), event(3)]);
  await again.file.replace([]);
  again.file.close();
  expect(readFileSync(path, "utf8")).toBe("");
});

test("a symbolic link in its place is not followed", () => {
  symlinkSync("/etc/hostname", path);
  expect(() => openOutbox(path)).toThrow(/ELOOP/);
});
