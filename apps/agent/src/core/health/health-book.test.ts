import { expect, test } from "vitest";
import { HealthBook } from "./health-book.ts";
import type { CheckWeight } from "./pool-weights.ts";
import { startServer, weighServer } from "./server.ts";

const SAID: CheckWeight = { kind: "set", weight: 9, reason: "exit status 11" };
const verdict = (checker: number, up: boolean) => ({ checker, up, reason: up ? "it answers" : "it does not" });

const bookOf = (...keys: readonly string[]): HealthBook => {
  const book = new HealthBook();
  book.replace(new Map(keys.map((key) => [key, startServer(2, true, 0, "")])));
  return book;
};

test("a verdict is answered with the health only when the server came or went by it", () => {
  const book = bookOf("a");
  expect(book.judge("a", verdict(0, true), 10)).toBeNull();
  expect(book.judge("a", verdict(0, false), 20)).toMatchObject({ failing: new Set([0]), since: 20 });
  expect(book.judge("a", verdict(1, false), 30)).toBeNull();
  expect(book.judge("a", verdict(0, true), 40)).toBeNull();
  expect(book.judge("a", verdict(1, true), 50)).toMatchObject({ failing: new Set(), since: 50 });
});

test("every word makes another revision, also one that changes nothing but the reason", () => {
  const book = bookOf("a");
  const revisions = [
    () => {},
    () => book.judge("a", verdict(0, true), 10),
    () => book.weigh("a", 0, SAID),
    () => book.replace(new Map()),
  ].map((change) => {
    change();
    return book.revision;
  });
  expect(new Set(revisions).size).toBe(4);
});

test("knows whether any checker has a word about a weight", () => {
  const book = bookOf("a", "b");
  expect(book.anySaid).toBe(false);
  expect(book.weigh("a", 0, SAID)).toBe(true);
  expect(book.anySaid).toBe(true);
  book.replace(new Map([["b", startServer(2, true, 0, "")]]));
  expect(book.anySaid).toBe(false);
  book.replace(new Map([["b", weighServer(startServer(2, true, 0, ""), 1, SAID)]]));
  expect(book.anySaid).toBe(true);
});

test("takes no word about a server that is not in it", () => {
  const book = bookOf("a");
  const { revision } = book;
  expect(book.judge("b", verdict(0, false), 10)).toBeNull();
  expect(book.weigh("b", 0, SAID)).toBe(false);
  expect([book.of("b"), book.revision, book.anySaid]).toEqual([null, revision, false]);
});
