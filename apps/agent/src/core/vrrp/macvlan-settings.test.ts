import { expect, test } from "vitest";
import { withoutGlobalFilter } from "./macvlan-settings.ts";

test("where nothing is filtered for everybody nothing changes", () => {
  expect(withoutGlobalFilter(0, new Map([["eth0", 1]]))).toEqual([]);
});

test("the filter that counted for everybody becomes each one's own", () => {
  const own = new Map([
    ["default", 0],
    ["eth0", 0],
    ["eth1", 2],
  ]);
  expect(withoutGlobalFilter(1, own)).toEqual([
    { key: "net/ipv4/conf/default/rp_filter", value: 1 },
    { key: "net/ipv4/conf/eth0/rp_filter", value: 1 },
    { key: "net/ipv4/conf/all/rp_filter", value: 0 },
  ]);
});
