import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { stopAllButUplink } from "./supervisor-stop.ts";

/** Processes that end when they are let, and the order in which they were told to. */
const createProcesses = () => {
  const told: string[] = [];
  const release = new Map<string, () => void>();
  const end = (name: string): Promise<void> => {
    told.push(name);
    return new Promise((resolve) => release.set(name, resolve));
  };
  const ended = async (...names: readonly string[]): Promise<void> => {
    for (const name of names) release.get(name)?.();
    await turn();
  };
  return { told, end, ended };
};

const never = new Promise<void>(() => {});
const OTHERS = ["bfd", "mail", "host", "witness"];

test("vrrp ends when the table is gone, though services has not ended; all is stopped when all have", async () => {
  const { told, end, ended } = createProcesses();
  const stopped = stopAllButUplink(end, Promise.resolve());
  await turn();
  expect(told).toEqual(["services", "vrrp"]);
  await ended("vrrp");
  expect(told).toEqual(["services", "vrrp", ...OTHERS]);
  await ended(...OTHERS);
  let isStopped = false;
  void stopped.then(() => {
    isStopped = true;
  });
  await turn();
  expect(isStopped).toBe(false);
  await ended("services");
  expect(isStopped).toBe(true);
  expect(told).not.toContain("uplink");
});

test("a services process that never says that the table is gone holds vrrp up until it has ended", async () => {
  const { told, end, ended } = createProcesses();
  const stopped = stopAllButUplink(end, never);
  await turn();
  expect(told).toEqual(["services"]);
  await ended("services");
  expect(told).toEqual(["services", "vrrp"]);
  await ended("vrrp");
  await ended(...OTHERS);
  await stopped;
});
