import { expect, test } from "vitest";
import { masterRouter, virtualRouter } from "@baton/shared/contract/test-facts.ts";
import { CHINESE } from "./chinese/chinese-speech.ts";
import { ENGLISH } from "./speech.ts";
import { parseLease, routerTable } from "./vrrp.ts";

test.each([
  ["60s", 60_000],
  ["60", 60_000],
  ["1500ms", 1500],
  ["10m", 600_000],
  ["1h", 3_600_000],
])("%s is %i ms", (text, ms) => {
  expect(parseLease(text)).toBe(ms);
});

test.each(["", "0", "999ms", "2h", "1d", "-5s", "1e9", "5 s"])("%j is refused", (text) => {
  expect(() => parseLease(text)).toThrow("give a time from 1s to 1h");
});

const ROUTERS = [
  masterRouter({ since: 0 }),
  virtualRouter({ key: "VI_2", since: 0, master: { address: "10.0.0.2", priority: 100, heardAt: 0 } }),
];

test("the table of routers, in columns in both languages", () => {
  expect(routerTable(ROUTERS, 90_000, ENGLISH.say).split("\n")).toEqual([
    "INSTANCE  VRID  INTERFACE  STATE   PRIORITY  SINCE  HOLDS          MASTER",
    "VI_1      51    eth0       master  100       2 min  192.168.1.100  -",
    "VI_2      51    eth0       backup  90        2 min  -              10.0.0.2 (100)",
  ]);
  // A Chinese character takes two cells.
  expect(routerTable(ROUTERS, 90_000, CHINESE.say).split("\n")).toEqual([
    "实例  VRID  网卡  状态    优先级  已持续  持有地址       主节点",
    "VI_1  51    eth0  主节点  100     2 分钟  192.168.1.100  -",
    "VI_2  51    eth0  备节点  90      2 分钟  -              10.0.0.2 (100)",
  ]);
});
