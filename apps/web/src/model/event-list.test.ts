import type { StoredEvent } from "@baton/shared/contract/http/events.ts";
import { expect, test } from "vitest";
import { type EventFilter, eventList } from "./event-list.ts";

const event = (id: number, severity: StoredEvent["severity"], node: string): StoredEvent => ({
  id,
  node,
  severity,
  boot: "boot-boot",
  seq: id,
  kind: "agent.started",
  subject: "",
  text: "",
  data: {},
  at: id,
  receivedAt: id,
});

const pages = [
  [event(4, "critical", "lvs1"), event(3, "info", "lvs2")],
  [event(2, "warning", "lvs2"), event(1, "info", "lvs1")],
];
const news = [event(5, "info", "lvs1"), event(4, "critical", "lvs1")];

test.each<[string, EventFilter, number[]]>([
  ["everything, once, newest first", { severity: "all", node: null }, [5, 4, 3, 2, 1]],
  ["warnings and worse", { severity: "warning", node: null }, [4, 2]],
  ["critical only", { severity: "critical", node: null }, [4]],
  ["one node", { severity: "all", node: "lvs2" }, [3, 2]],
  ["both", { severity: "critical", node: "lvs2" }, []],
])("%s", (_, filter, ids) => {
  expect(eventList(pages, news, filter).map(({ id }) => id)).toEqual(ids);
});
