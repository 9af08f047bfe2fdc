import type { TrackProcess } from "@baton/shared/config/model-track.ts";
import { expect, test } from "vitest";
import { isEnough, matchesProcess } from "./process-match.ts";

const program = { comm: "mariadbd", argv: ["/usr/sbin/mariadbd", "--user=mysql", "--port=3306"] };

const cases: [TrackProcess["argv"], TrackProcess["match"], boolean][] = [
  [["mariadbd"], "name", true],
  [["mysqld"], "name", false],
  [["/usr/sbin/mariadbd"], "name", true],
  [["/usr/bin/mariadbd"], "name", false],
  [["mariadbd"], "exact", false],
  [["mariadbd", "--user=mysql", "--port=3306"], "exact", true],
  [["/usr/sbin/mariadbd", "--user=mysql", "--port=3306"], "exact", true],
  [["mariadbd", "--user=mysql"], "initial", true],
  [["mariadbd", "--port=3306"], "initial", false],
  [["mariadbd", "--user=my"], "initial", false],
  [["mariadbd", "--user=my"], "partial", true],
  [["mariadbd", "--user=mysql", "--port=3306", "x"], "partial", false],
];

test.each(cases)("%j %s: %s", (argv, match, expected) => {
  expect(matchesProcess({ argv, match }, program)).toBe(expected);
});

test("the kernel cuts a name after 15 bytes, and its threads have no arguments", () => {
  expect(
    matchesProcess({ argv: ["a-very-long-program-name"], match: "name" }, { comm: "a-very-long-pro", argv: [] }),
  ).toBe(true);
  expect(matchesProcess({ argv: ["kthreadd"], match: "exact" }, { comm: "kthreadd", argv: [] })).toBe(false);
});

test("quorum and quorum_max", () => {
  expect([0, 1, 2, 3].map((count) => isEnough({ quorum: 1, quorumMax: 2 }, count))).toEqual([false, true, true, false]);
  expect(isEnough({ quorum: 1, quorumMax: null }, 99)).toBe(true);
});
