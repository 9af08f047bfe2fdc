import { expect, test } from "vitest";
import { ARTICLE_TABLE, destinationsOf, parseTable, sameTable } from "./ipvs-table.ts";

test("the article's table says what the article says", () => {
  expect(parseTable(ARTICLE_TABLE)).toEqual([
    {
      protocol: "TCP",
      address: "192.168.1.100:3306",
      scheduler: "wrr",
      flags: "persistent 50",
      destinations: [
        { address: "192.168.1.5:3306", forward: "Route", weight: 3 },
        { address: "192.168.1.6:3306", forward: "Route", weight: 3 },
      ],
    },
  ]);
});

test("connection counts and order make no difference, everything else does", () => {
  const lines = ARTICLE_TABLE.split("\n");
  const swapped = [...lines.slice(0, 4), lines[5], lines[4], ""].join("\n").replace("4          1", "17         250");
  expect(sameTable(ARTICLE_TABLE, swapped)).toBe(true);
  for (const [from, to] of [
    ["Route   3", "Route   2"],
    ["Route", "Masq "],
    ["wrr", "rr"],
    ["persistent 50", "persistent 60"],
    ["192.168.1.6:3306", "192.168.1.7:3306"],
  ] as const) {
    expect(sameTable(ARTICLE_TABLE, ARTICLE_TABLE.replace(from, to))).toBe(false);
  }
  expect(sameTable(ARTICLE_TABLE, lines.slice(0, 5).join("\n"))).toBe(false);
});

test("an empty table has no destinations, and a strange line is an error", () => {
  const header = ARTICLE_TABLE.split("\n").slice(0, 3).join("\n");
  expect(destinationsOf(`${header}\n`)).toEqual([]);
  expect(() => parseTable(`${header}\nipvs is missing`)).toThrow("not a line");
});
