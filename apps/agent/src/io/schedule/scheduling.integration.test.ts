import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";

const problem = process.getuid?.() !== 0 ? "not root" : existsSync("/proc/self/autogroup") ? null : "no autogroup";
if (problem !== null) console.warn(`sessions of processes skipped: ${problem}`);

const PROGRAM = `
import { readFileSync } from "node:fs";
import { ownSession } from ${JSON.stringify(new URL("./scheduling.ts", import.meta.url).href)};
const look = () => {
  const stat = readFileSync("/proc/self/stat", "utf8");
  const session = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[3]);
  return { pid: process.pid, session, group: readFileSync("/proc/self/autogroup", "utf8").trim() };
};
const before = look();
const done = ownSession(-20);
console.log(JSON.stringify({ before, done, after: look() }));
`;

interface Seen {
  readonly pid: number;
  readonly session: number;
  readonly group: string;
}

test.skipIf(problem !== null)("a process leaves its session, whose nice value stays, for one with its own", () => {
  const argv = ["--disable-warning=ExperimentalWarning", "--input-type=module", "--eval", PROGRAM];
  const { before, done, after } = JSON.parse(execFileSync(process.execPath, argv, { encoding: "utf8" })) as {
    readonly before: Seen;
    readonly done: boolean;
    readonly after: Seen;
  };
  expect(done).toBe(true);
  expect(before.session).not.toBe(before.pid);
  expect(after.session).toBe(after.pid);
  expect(after.group).toMatch(/ nice -20$/);
  expect(after.group.split(" ")[0]).not.toBe(before.group.split(" ")[0]);
});
