import { expect, test } from "vitest";
import { standing } from "./election.ts";

test.each([
  [100, "10.0.0.1", 101, "10.0.0.0", "stronger"],
  [100, "10.0.0.1", 99, "10.0.0.9", "weaker"],
  [100, "10.0.0.9", 100, "10.0.0.10", "stronger"],
  [100, "10.0.0.10", 100, "10.0.0.9", "weaker"],
  [100, "10.0.0.1", 100, "10.0.0.1", "same"],
  [100, "fe80::1", 100, "fe80::2", "stronger"],
  [100, "fe80::a", 100, "fe80::9", "weaker"],
])("own %i %s, other %i %s: %s", (priority, address, otherPriority, otherAddress, expected) => {
  expect(standing({ priority, address }, { priority: otherPriority, address: otherAddress })).toBe(expected);
});
