import { expect, test } from "vitest";
import { type CommandEnd, runCommand } from "./run-command.ts";

const SHELL = { file: "/bin/sh", uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };

const endOf = (script: string): Promise<CommandEnd> =>
  new Promise((resolve) => {
    runCommand({ ...SHELL, args: ["-c", script] }, true, resolve);
  });

test("the last words of every program are heard, though many end at once and each is told of with the others", async () => {
  for (let round = 0; round < 8; round++) {
    const ends = await Promise.all(Array.from({ length: 25 }, () => endOf("echo broken; exit 3")));
    expect(ends.filter(({ detail }) => detail !== "exit status 3: broken")).toEqual([]);
  }
});
