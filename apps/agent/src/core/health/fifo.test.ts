import fc from "fast-check";
import { expect, test } from "vitest";
import { Fifo } from "./fifo.ts";

test("gives back what it was given, in order, whatever comes between", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(), fc.constant(null)), { maxLength: 200 }), (steps) => {
      const fifo = new Fifo<number>();
      const model: number[] = [];
      for (const step of steps) {
        if (step === null) expect(fifo.takeFirst()).toBe(model.shift());
        else {
          fifo.add(step);
          model.push(step);
        }
        expect([fifo.size, fifo.first()]).toEqual([model.length, model[0]]);
      }
      expect(fifo.takeAll()).toEqual(model);
      expect([fifo.size, fifo.first()]).toEqual([0, undefined]);
    }),
  );
});

test("keeps the order of ten thousand, while some are taken off and others come", () => {
  const fifo = new Fifo<number>();
  for (let item = 0; item < 10_000; item++) fifo.add(item);
  for (let item = 0; item < 5000; item++) expect(fifo.takeFirst()).toBe(item);
  fifo.add(10_000);
  expect(fifo.takeAll()).toEqual(Array.from({ length: 5001 }, (_, index) => 5000 + index));
});
