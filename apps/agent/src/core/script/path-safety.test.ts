import { expect, test } from "vitest";
import { type PathPart, partsOf, unsafePart } from "./path-safety.ts";

const part = (mode: number, uid = 0, gid = 0): PathPart => ({ path: "/x", uid, gid, mode });

const cases: [string, PathPart, string | null][] = [
  ["root's, and only root writes", part(0o755), null],
  ["group root may write", part(0o775), null],
  ["another owner who can't write", part(0o555, 1000), null],
  ["another owner", part(0o755, 1000), "/x can be written by its owner, user 1000, so root will not run it"],
  ["another group", part(0o775, 0, 27), "/x can be written by group 27, so root will not run it"],
  ["another group that can't write", part(0o755, 0, 27), null],
  ["everyone, sticky bit or not", part(0o1777), "/x can be written by everyone, so root will not run it"],
];

test.each(cases)("%s", (_, given, expected) => {
  expect(unsafePart([part(0o755), given])).toBe(expected);
});

test("every part of a path", () => {
  expect(partsOf("/usr/bin//true")).toEqual(["/", "/usr", "/usr/bin", "/usr/bin/true"]);
});
