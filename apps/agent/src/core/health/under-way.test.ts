import { expect, test } from "vitest";
import { UnderWay } from "./under-way.ts";

const probe = (deadline: number) => ({ deadline });

test("looks get rarer, from 2 ms to 64 ms, and are frequent again once something else is begun", () => {
  const underWay = new UnderWay();
  underWay.add(1, probe(5000));
  const pauses = Array.from({ length: 7 }, () => {
    const pause = underWay.nextLook(100) - 100;
    underWay.looked();
    return pause;
  });
  expect(pauses).toEqual([2, 4, 8, 16, 32, 64, 64]);
  underWay.add(2, probe(6000));
  expect(underWay.nextLook(200)).toBe(202);
});

test("the next look comes with the earliest deadline, but never before now", () => {
  const underWay = new UnderWay();
  underWay.add(1, probe(1001));
  underWay.add(2, probe(900));
  expect(underWay.nextLook(890)).toBe(892);
  expect(underWay.nextLook(899)).toBe(900);
  expect(underWay.nextLook(950)).toBe(950);
});

test("the overdue are taken out, and the others stay with their deadlines", () => {
  const underWay = new UnderWay();
  const [first, second, third] = [probe(10), probe(20), probe(30)];
  underWay.add(1, first);
  underWay.add(2, second);
  underWay.add(3, third);
  expect(underWay.takeOverdue(9)).toEqual([]);
  expect(underWay.takeOverdue(20)).toEqual([first, second]);
  expect(underWay.size).toBe(1);
  expect(underWay.nextLook(29)).toBe(30);
  expect(underWay.take(1)).toBeUndefined();
  expect(underWay.take(3)).toBe(third);
  expect(underWay.takeOverdue(1000)).toEqual([]);
});

test("all are taken out together", () => {
  const underWay = new UnderWay();
  underWay.add(1, probe(10));
  underWay.add(2, probe(20));
  expect(underWay.takeAll()).toEqual([probe(10), probe(20)]);
  expect(underWay.size).toBe(0);
});
