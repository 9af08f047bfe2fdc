import { expect, test } from "vitest";
import { groupServer as group, plainServer } from "./group.testing.ts";
import { assignMarks, NO_MARKS, withMarks } from "./group-marks.ts";

const marks = (...args: Parameters<typeof assignMarks>): object => Object.fromEntries(assignMarks(...args).marks);

test("in the order of the file, a group has one for each protocol", () => {
  const servers = [group("a"), plainServer(), { ...group("a"), protocol: "UDP" as const }, group("b")];
  expect(marks(NO_MARKS, servers, 1000)).toEqual({ "TCP group a": 1000, "UDP group a": 1001, "TCP group b": 1002 });
});

test("a reload leaves each its own; a mark of the file is nobody else's", () => {
  const book = assignMarks(NO_MARKS, [group("a"), group("b")], 5);
  const own = plainServer({ address: "0.0.0.0", port: 0, mark: 7 });
  expect(marks(book, [group("c"), own, group("b")], 5)).toEqual({ "TCP group b": 6, "TCP group c": 5 });
  expect(marks(book, [group("d"), group("a"), own, group("c"), group("b")], 5)).toEqual({
    "TCP group a": 5,
    "TCP group b": 6,
    "TCP group d": 8,
    "TCP group c": 9,
  });
  expect(marks(book, [group("b"), group("a")], 6)).toEqual({ "TCP group b": 6, "TCP group a": 7 });
});

test("the table has the mark, clients their addresses", () => {
  const [four, six, plain] = [group("a"), group("b", "fd00::1"), plainServer()];
  const servers = [four, six, plain];
  const [first, second, third] = withMarks(servers, assignMarks(NO_MARKS, servers, 1000));
  expect(first?.group?.services).toEqual([{ address: "0.0.0.0", port: 0, mark: 1000 }]);
  expect(first?.group?.marked).toEqual([{ address: "10.0.0.1", port: 80 }]);
  expect(second?.group?.services).toEqual([{ address: "::", port: 0, mark: 1001 }]);
  expect(third).toBe(plain);
});
