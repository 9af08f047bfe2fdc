import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { millis } from "@baton/shared/base/duration.ts";
import type { MiscCheck } from "@baton/shared/config/model-checks.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPrepareCommand } from "../script/prepare-command.ts";
import { probeMisc } from "./misc.ts";

const never = new AbortController().signal;
const prepare = createPrepareCommand({ security: false, user: null });
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "baton-misc-"));
  chmodSync(folder, 0o777);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const script = (name: string, text: string): string => {
  const file = path.join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
};

const probe = (argv: readonly [string, ...string[]], changes: Partial<MiscCheck> = {}, signal = never) =>
  probeMisc(
    {
      kind: "MISC_CHECK",
      retry: 0,
      delayBeforeRetry: millis(0),
      delayLoop: millis(1000),
      warmup: millis(0),
      command: { argv, user: null },
      timeout: millis(5000),
      dynamic: false,
      ...changes,
    },
    prepare,
    signal,
  );

const isAlive = (pid: number): boolean => {
  try {
    // A zombie has no command line.
    return readFileSync(`/proc/${pid}/cmdline`, "utf8") !== "";
  } catch {
    return false;
  }
};

test("the exit status is the answer, and what it said the reason", async () => {
  const file = script("exit", 'echo "lag is $2"; exit $1');
  expect(await probe([file, "0", "1"])).toEqual({ ok: true });
  expect(await probe([file, "1", "two  words; $HOME"])).toEqual({
    ok: false,
    kind: "answer",
    reason: "exit status 1: lag is two  words; $HOME",
  });
  expect(await probe([file, "9", "x"])).toMatchObject({ ok: false });
});

test("misc_dynamic takes the weight from it", async () => {
  const file = script("dynamic", "exit $1");
  const answers = await Promise.all(["0", "1", "2", "255"].map((code) => probe([file, code], { dynamic: true })));
  expect(answers.map((answer) => (answer.ok ? (answer.weight?.value ?? "as it is") : "down"))).toEqual([
    "as it is",
    "down",
    0,
    253,
  ]);
});

test("one that hangs is ended, and one that does not listen is killed, with all it started", async () => {
  const pids = path.join(folder, "pids");
  const file = script("deaf", `trap '' TERM; sleep 600 & echo $$ $! > ${pids}; wait; wait; sleep 600`);
  const began = performance.now();
  expect(await probe([file], { timeout: millis(300) })).toEqual({
    ok: false,
    kind: "timeout",
    reason: "not done in 300 ms",
  });
  expect(performance.now() - began).toBeGreaterThan(2200);
  const started = readFileSync(pids, "utf8").trim().split(" ").map(Number);
  expect(started).toHaveLength(2);
  await expect.poll(() => started.filter(isAlive)).toEqual([]);
});

test("one that floods is read on and not kept", async () => {
  const file = script("flood", "head -c 50000000 /dev/zero; exit 1");
  const outcome = await probe([file], { timeout: millis(20_000) });
  expect(outcome).toMatchObject({ ok: false, kind: "answer" });
  expect(JSON.stringify(outcome).length).toBeLessThan(10_000);
});

test("a missing program, and one that is no program, are named", async () => {
  expect(await probe([path.join(folder, "absent")])).toMatchObject({
    ok: false,
    reason: expect.stringContaining("absent"),
  });
  const plain = path.join(folder, "plain");
  writeFileSync(plain, "x");
  expect(await probe([plain])).toMatchObject({ ok: false, reason: expect.stringContaining("can't be run") });
});

test("called off, its program ends", async () => {
  const ending = new AbortController();
  const mark = path.join(folder, "started");
  const probing = probe([script("long", `echo $$ > ${mark}; sleep 600`)], {}, ending.signal);
  await expect.poll(() => existsSync(mark) && readFileSync(mark, "utf8") !== "").toBe(true);
  const pid = Number(readFileSync(mark, "utf8"));
  ending.abort();
  expect(await probing).toMatchObject({ ok: false });
  await expect.poll(() => isAlive(pid)).toBe(false);
});

test.skipIf(process.getuid?.() !== 0)("it runs under the account it is given", async () => {
  const file = script("whoami", '[ "$(id -un)" = nobody ]');
  expect(await probe([file], { command: { argv: [file], user: { name: "nobody", group: null } } })).toEqual({
    ok: true,
  });
  const strange = { argv: [file] as const, user: { name: "no-such-user", group: null } };
  expect(await probe([file], { command: strange })).toMatchObject({ reason: "there is no user no-such-user" });
});
