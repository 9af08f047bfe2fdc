import type { StoredEvent } from "@baton/shared/contract/http/events.ts";
import { expect, test } from "vitest";
import { transitionsOf } from "./transitions.ts";

const event = (id: number, over: Partial<StoredEvent> = {}): StoredEvent => ({
  ...{ id, node: "lvs1", receivedAt: 0, boot: "boot-0001", seq: id, kind: "vrrp.transition", severity: "info" },
  ...{ at: 1_000 + id, subject: "VI_1", text: "", data: { from: "backup", to: "master", cause: "silence" } },
  ...over,
});

test("the last five of one instance on one director, newest first, on the hub's clock", () => {
  const events = [
    ...[1, 2, 3, 4, 5, 6].map((id) => event(id)),
    event(7, { node: "lvs2" }),
    event(8, { subject: "VI_2" }),
    event(9, { kind: "address.added" }),
    event(10, { data: { from: "backup", to: "elsewhere" } }),
  ];
  const found = transitionsOf(events, "lvs1", "VI_1", 500);
  expect(found.map(({ id }) => id)).toEqual([6, 5, 4, 3, 2]);
  expect(found[0]).toMatchObject({ at: 1_506, from: "backup", to: "master", cause: "silence" });
});
