import { describe, expect, test } from "vitest";
import {
  DOWN,
  hear,
  LOWER,
  link,
  outcomeOf,
  type Row,
  release,
  START,
  takeover,
  tick,
  wantedOf,
} from "./testing/steps.ts";

describe("one event of a master that has taken over", () => {
  const rows: readonly Row[] = [
    {
      name: "the lease ends, and it stays master",
      before: [START, hear(150, 1000), takeover(1500), tick(2500), tick(3500), tick(4500), tick(5500)],
      event: tick(6500),
      state: "master",
      actions: ["takeover-ended lease-ended", "advert 100"],
    },
    {
      name: "adverts say 254",
      before: [START, hear(150, 1000), takeover(1500)],
      event: tick(2500),
      state: "master",
      actions: ["advert 254"],
    },
    {
      name: "the old master does not get it back by 150",
      before: [START, hear(150, 1000), takeover(1500)],
      event: hear(150, 1501),
      state: "master",
      actions: ["heard-weaker", "advert 254", "garp 5"],
    },
    {
      name: "an owner comes",
      before: [START, hear(150, 1000), takeover(1500)],
      event: hear(255, 2000),
      state: "backup",
      actions: ["remove-addresses", "master>backup", "takeover-ended yielded"],
    },
    {
      name: "another 254 at a higher address",
      before: [START, takeover(1500)],
      event: hear(254, 2000),
      state: "backup",
      actions: ["remove-addresses", "master>backup", "takeover-ended yielded"],
    },
    {
      name: "another 254 at a lower address",
      before: [START, takeover(1500)],
      event: hear(254, 2000, LOWER),
      state: "master",
      actions: ["heard-weaker", "advert 254", "garp 5"],
    },
    {
      name: "released",
      before: [START, takeover(1500)],
      event: release(2000),
      state: "master",
      actions: ["takeover-ended released"],
    },
    {
      name: "yields, once it is released, to the stronger one",
      before: [START, takeover(1500), release(2000)],
      event: hear(150, 2001),
      state: "backup",
      actions: ["remove-addresses", "master>backup"],
    },
    {
      name: "link down",
      before: [START, takeover(1500)],
      event: link(2000, DOWN),
      state: "fault",
      actions: ["advert 0", "advert 0", "remove-addresses", "takeover-ended fault", "master>fault"],
    },
    {
      name: "stop",
      before: [START, takeover(1500)],
      event: { type: "stop", at: 2000, reason: "" },
      state: "initialize",
      actions: ["advert 0", "remove-addresses", "takeover-ended stopped", "master>initialize"],
    },
  ];

  test.each(rows)("$name", (row) => {
    expect(outcomeOf(row)).toEqual(wantedOf(row));
  });
});
