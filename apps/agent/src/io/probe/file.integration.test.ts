import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { FileCheck } from "@baton/shared/config/model-checks.ts";
import { afterAll, describe, expect, test } from "vitest";
import { createFileProber } from "./file.ts";
import { range, timers } from "./loopback.testing.ts";

describe("FILE_CHECK", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "baton-file-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, "load");
  const trackFile = { name: "load", range, path: file, weight: 2, reverse: false, initial: null };
  const check: FileCheck = { kind: "FILE_CHECK", range, ...timers, file: "load", factor: null };

  test("each number is told once, a missing file is 0, and a file that is followed no more ends the wait", async () => {
    const prober = createFileProber(() => {});
    prober.follow([trackFile]);
    expect(await prober.probe(check)).toEqual({ ok: true, added: { by: 0, reason: "" } });
    const next = prober.probe(check);
    writeFileSync(`${file}.new`, "7\n");
    renameSync(`${file}.new`, file);
    expect(await next).toEqual({ ok: true, added: { by: 14, reason: "load says 7" } });
    const second: FileCheck = { ...check, factor: { weight: 0, reverse: false } };
    expect(await prober.probe(second)).toEqual({ ok: false, kind: "answer", reason: "load says 7" });
    const last = prober.probe(check);
    prober.close();
    expect(await last).toMatchObject({ ok: false, kind: "other" });
  });
});
