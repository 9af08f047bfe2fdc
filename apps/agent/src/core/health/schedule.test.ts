import fc from "fast-check";
import { expect, test } from "vitest";
import { createSchedule } from "./schedule.ts";

test("takes out what is due, in order, and nothing else", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000)), fc.nat(1000), (deadlines, now) => {
      const schedule = createSchedule<number>();
      for (const at of deadlines) schedule.add(at, at);
      const sorted = deadlines.toSorted((a, b) => a - b);
      expect(schedule.next()).toBe(sorted[0] ?? null);
      expect(schedule.takeDue(now)).toEqual(sorted.filter((at) => at <= now));
      expect(schedule.next()).toBe(sorted.find((at) => at > now) ?? null);
      expect(schedule.takeDue(1000)).toEqual(sorted.filter((at) => at > now));
      expect(schedule.next()).toBeNull();
    }),
  );
});
