import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { AgentEvent } from "@baton/shared/contract/events.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createPrepareCommand } from "../../io/script/prepare-command.ts";
import { createNotifier } from "./notifier.ts";

/** Real programs, run as real ones are. */

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "baton-notify-"));
  chmodSync(folder, 0o777);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = () => {
  const events: Omit<AgentEvent, "at">[] = [];
  const log: string[] = [];
  const notifier = createNotifier(
    { now: () => performance.now(), log: (text) => log.push(text), tell: (event) => events.push(event) },
    createPrepareCommand({ security: false, user: null }),
  );
  const script = path.join(folder, "script");
  const out = path.join(folder, "out");
  writeFileSync(out, "");
  chmodSync(out, 0o666);
  writeFileSync(script, `#!/bin/sh\nsleep $2\necho "$1" >> ${out}\nexit $3\n`);
  chmodSync(script, 0o755);
  const run = (queue: string, word: string, seconds = "0", code = "0") =>
    notifier.run(queue, `notify_${word} of ${queue}`, { argv: [script, word, seconds, code], user: null });
  return { notifier, events, log, run, lines: () => readFileSync(out, "utf8").trim().split("\n") };
};

test("one virtual server's scripts run one after another, those of others meanwhile", async () => {
  const { notifier, run, lines, log } = start();
  run("a", "first", "0.4");
  run("a", "second");
  run("b", "other");
  await notifier.finish(20_000);
  expect(lines()).toEqual(["other", "first", "second"]);
  expect(log).toContain("notify_second of a: exit status 0");
}, 30_000);

test("a failing script and a missing one are told, and do not stop the next", async () => {
  const { notifier, run, events, lines } = start();
  run("a", "bad", "0", "3");
  notifier.run("a", "quorum_down of a", { argv: ["/nonexistent/x"], user: null });
  notifier.run("a", "nothing", null);
  run("a", "good");
  await notifier.finish(20_000);
  expect(lines()).toEqual(["bad", "good"]);
  expect(events.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
    "script.failed: notify_bad of a failed: exit status 3",
    "script.failed: quorum_down of a failed: there is no program /nonexistent/x",
  ]);
}, 30_000);

test("at the end a script that hangs is not waited for for ever", async () => {
  const { notifier, run, lines, events } = start();
  run("a", "hangs", "600");
  run("a", "never");
  const began = performance.now();
  await notifier.finish(300);
  expect(performance.now() - began).toBeLessThan(10_000);
  // The killed one is told of; the one behind it never began.
  await expect
    .poll(() => events.map(({ text }) => text), { timeout: 10_000 })
    .toEqual(["notify_hangs of a failed: killed by SIGKILL"]);
  expect(lines()).toEqual([""]);
}, 30_000);

test("of too many the oldest are left out, and that is told", async () => {
  const { notifier, run, events } = start();
  run("a", "slow", "600");
  for (let index = 0; index < 40; index++) run("a", `n${index}`);
  expect(events.length).toBe(8);
  expect(events[0]?.text).toBe("notify_n0 of a failed: not run: too many were waiting");
  await notifier.finish(0);
});
