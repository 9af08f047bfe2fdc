import { expect, test } from "vitest";
import { createAdjuster } from "./adjuster.ts";

const start = () => {
  const ends: (() => void)[] = [];
  let runs = 0;
  let stopping = false;
  let at = 0;
  const adjuster = createAdjuster(
    () => {
      runs += 1;
      return new Promise((resolve) => ends.push(() => resolve(null)));
    },
    () => stopping,
    () => at,
  );
  const stop = () => {
    stopping = true;
  };
  const pass = (ms: number) => {
    at += ms;
  };
  return { adjuster, ends, runs: () => runs, stop, pass };
};
const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

test("all of one turn, and all that comes during a run, is one run each", async () => {
  const { adjuster, ends, runs } = start();
  for (let i = 0; i < 10; i++) adjuster.soon();
  await turn();
  expect(runs()).toBe(1);
  for (let i = 0; i < 10; i++) adjuster.soon();
  await turn();
  expect(runs()).toBe(1);
  ends[0]?.();
  await turn();
  expect(runs()).toBe(2);
  ends[1]?.();
  await turn();
  expect(runs()).toBe(2);
});

test("who waits gets the answer of a run that began afterwards", async () => {
  const { adjuster, ends, runs } = start();
  adjuster.soon();
  await turn();
  const answer = adjuster.now();
  ends[0]?.();
  await turn();
  expect(runs()).toBe(2);
  ends[1]?.();
  expect(await answer).toBeNull();
});

test("nothing runs once the process is stopping", async () => {
  const { adjuster, runs, stop } = start();
  stop();
  expect(await adjuster.now()).toBe("the agent is stopping");
  expect(runs()).toBe(0);
});

test("a long run is followed by a rest, which ends for who waits", async () => {
  const { adjuster, ends, runs, pass } = start();
  adjuster.soon();
  await turn();
  pass(25);
  ends[0]?.();
  await turn();
  adjuster.soon();
  adjuster.soon();
  await turn();
  expect(runs()).toBe(1);
  const waited = adjuster.now();
  await turn();
  expect(runs()).toBe(2);
  ends[1]?.();
  await waited;
  await expect.poll(runs).toBe(3);
});
