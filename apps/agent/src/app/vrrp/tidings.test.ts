import { expect, test } from "vitest";
import { Tidings } from "./tidings.ts";

const rig = () => {
  const happened: string[] = [];
  const tidings = new Tidings();
  return { happened, tidings, tell: (what: string) => tidings.tell(() => happened.push(what)) };
};

test("what is told during work is told after all of it, in order; otherwise at once", () => {
  const { happened, tidings, tell } = rig();
  tell("before");
  const answer = tidings.during(() => {
    tell("first");
    tidings.during(() => {
      tell("second");
      happened.push("inner work");
    });
    happened.push("work");
    return 42;
  });
  tell("after");
  expect(answer).toBe(42);
  expect(happened).toEqual(["before", "inner work", "work", "first", "second", "after"]);
});

test("work that fails has told all the same, and what follows is told at once", () => {
  const { happened, tidings, tell } = rig();
  const fails = (): void =>
    tidings.during(() => {
      tell("the reason");
      throw new Error("no");
    });
  expect(fails).toThrow("no");
  tell("after");
  expect(happened).toEqual(["the reason", "after"]);
});
