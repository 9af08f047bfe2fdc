import { execFileSync } from "node:child_process";
import { readlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { inNamespace } from "./in-namespace.ts";

/** Of the thread that calls. */
const where = (): string => readlinkSync("/proc/thread-self/ns/net");

test.skipIf(process.getuid?.() !== 0)("only what is opened goes to the other namespace, whatever comes of it", () => {
  const name = `ipv-in-${process.pid}`;
  const own = where();
  execFileSync("ip", ["netns", "add", name]);
  try {
    const there = inNamespace(name, where);
    expect(there).toMatch(/^net:\[\d+\]$/);
    expect(there).not.toBe(own);
    expect(where()).toBe(own);
    const fails = () =>
      inNamespace(name, () => {
        throw new Error(where());
      });
    expect(fails).toThrow(there);
    expect(where()).toBe(own);
    expect(inNamespace(null, where)).toBe(own);
  } finally {
    execFileSync("ip", ["netns", "delete", name]);
  }
  expect(() => inNamespace(name, where)).toThrow("ENOENT");
  expect(where()).toBe(own);
});
