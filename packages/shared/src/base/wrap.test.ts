import { expect, test } from "vitest";
import { wrap } from "./wrap.ts";

test("Chinese lines are broken where no sign would begin one", () => {
  expect(wrap("旧写法和自制的 MySQL 检查，以及", 20).split("\n")).toEqual(["旧写法和自制的 MySQL", "检查，以及"]);
  expect(wrap("一二三四，五六", 8).split("\n")).toEqual(["一二三", "四，五六"]);
  expect(wrap("", 10)).toBe("");
});
