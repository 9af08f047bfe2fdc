import { expect, test } from "vitest";
import type { AgentStatus } from "../app/supervisor-status.ts";
import { ago, describeStatus } from "./agent-status.ts";
import { CHINESE } from "./chinese/chinese-speech.ts";
import { ENGLISH } from "./speech.ts";

const NOW = 1_000_000;
const status = (confirmed: Record<string, number>): AgentStatus => ({
  name: "db1",
  roles: ["realserver"],
  version: "1.0",
  boot: "boot-0001",
  startedAt: NOW - 90_000,
  pid: 1,
  hub: { state: "connecting", since: 0, detail: "refused", waitingEvents: 3 },
  picture: {
    seq: 0,
    facts: { x: { kind: "loopback-vip", key: "192.168.1.100", onLoopback: false, problems: ["lo is down"] } },
    confirmed,
  },
});

test("a fact is told with its problems", () => {
  expect(describeStatus(status({ host: NOW - 1000 }), NOW, ENGLISH).split("\n")).toEqual([
    "db1 (realserver), Baton 1.0, up 2 min",
    "hub: connecting (refused), 3 event(s) waiting",
    "  loopback-vip    192.168.1.100 on lo: lo is down",
  ]);
});

test("a fact whose source fell silent is not believed", () => {
  expect(describeStatus(status({ host: NOW - 9000 }), NOW, ENGLISH)).toContain("[unknown: last seen 9 s ago]");
  expect(describeStatus(status({}), NOW, ENGLISH)).toContain("[unknown: last seen never]");
});

test("in Chinese, with the columns in line", () => {
  expect(describeStatus(status({}), NOW, CHINESE).split("\n")).toEqual([
    "db1（realserver），Baton 1.0，已运行 2 分钟",
    "hub：正在连接（refused），3 个事件待发送",
    "  回环 VIP        192.168.1.100 在 lo 上：lo 未启用  [未知：从未确认]",
  ]);
});

test.each([
  [-5, "0 s"],
  [59_000, "59 s"],
  [61_000, "1 min"],
  [7_200_000, "2 h"],
])("%i ms is %s", (ms, text) => {
  expect(ago(ms, ENGLISH.say)).toBe(text);
});
