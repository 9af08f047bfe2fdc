import { expect, test } from "vitest";
import { plainServer } from "./group.testing.ts";
import { assignMarks, NO_MARKS } from "./group-marks.ts";
import { emptyMarks, markRules } from "./mark-rules.ts";

const settings = { table: "t", priority: -1, firstMark: 1000, counters: false };
const server = plainServer({
  address: "0.0.0.0",
  port: 0,
  group: {
    name: "web",
    services: [{ address: "10.0.0.1", port: 80 }],
    ranges: [
      { first: "10.0.0.1", last: "10.0.0.9", port: 80 },
      { first: "10.0.1.1", last: "10.0.1.1", port: 0 },
    ],
  },
});

test("one table a family, with what its groups need and no more", () => {
  const rules = markRules([server, plainServer()], assignMarks(NO_MARKS, [server], 1000), settings);
  expect(rules?.slice(0, 4)).toEqual(emptyMarks("t"));
  expect(rules?.slice(4, 7)).toEqual([
    { add: { table: { family: "ip", name: "t" } } },
    {
      add: {
        chain: { family: "ip", table: "t", name: "in", type: "filter", hook: "input", prio: -1, policy: "accept" },
      },
    },
    {
      add: {
        map: {
          family: "ip",
          table: "t",
          name: "tcp_map",
          type: ["ipv4_addr", "inet_service"],
          map: "mark",
          flags: ["interval"],
          elem: [
            [{ concat: [{ range: ["10.0.0.1", "10.0.0.9"] }, 80] }, 1000],
            [{ concat: ["10.0.1.1", { range: [0, 65_535] }] }, 1000],
          ],
        },
      },
    },
  ]);
  expect(rules).toHaveLength(8);
});

test("without a marked group there are none", () => {
  expect(markRules([plainServer()], NO_MARKS, settings)).toBeNull();
});
