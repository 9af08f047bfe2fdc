import type { AgentEvent } from "@baton/shared/contract/events.ts";
import type { FactChange } from "@baton/shared/contract/facts.ts";
import { expect, test } from "vitest";
import type { ToChild } from "../ports/process-channel.ts";
import { createMailbox } from "./supervisor-mailbox.ts";

const event = (text: string): AgentEvent => ({
  kind: "agent.started",
  severity: "info",
  at: 0,
  subject: "a",
  text,
  data: {},
});
const confirm = (at: number): FactChange => ({ op: "confirm", source: "vrrp", at });

/** An uplink that can be full, and notes what it was sent. */
const uplink = () => {
  const heard: string[] = [];
  const state = { room: true };
  const mailbox = createMailbox((message: ToChild) => {
    if (!state.room || message.type !== "relay") return false;
    if (message.message.type === "event") heard.push(`${message.seq} ${message.message.event.text}`);
    else if (message.message.type === "facts") heard.push(`facts ${message.message.changes.length}`);
    else heard.push(`result ${message.message.result.id}`);
    return true;
  });
  return { heard, state, mailbox };
};

test("events are numbered from 1 and told once", () => {
  const { heard, mailbox } = uplink();
  mailbox.event("vrrp", event("a"));
  mailbox.event("vrrp", event("b"));
  mailbox.flush();
  expect(heard).toEqual(["1 a", "2 b"]);
});

test("while the uplink is full facts merge and events wait", () => {
  const { heard, state, mailbox } = uplink();
  state.room = false;
  for (let at = 0; at < 1000; at++) mailbox.facts([confirm(at)]);
  mailbox.event("vrrp", event("a"));
  mailbox.result("vrrp", { id: "c1", outcome: "done", code: "", message: "" });
  state.room = true;
  mailbox.flush();
  expect(heard).toEqual(["1 a", "result c1", "facts 1"]);
});

test("a new uplink hears the picture and every event that is not on disk yet", () => {
  const { heard, mailbox } = uplink();
  for (const text of ["a", "b", "c"]) mailbox.event("vrrp", event(text));
  mailbox.kept(2);
  heard.length = 0;
  mailbox.restart([confirm(1), { op: "remove", kind: "process", key: "x" }]);
  expect(heard).toEqual(["3 c", "facts 2"]);
});

test("without an uplink the memory of events is bounded, the newest are kept", () => {
  const { heard, state, mailbox } = uplink();
  state.room = false;
  for (let i = 1; i <= 10_005; i++) mailbox.event("vrrp", event("x"));
  state.room = true;
  mailbox.flush();
  expect(heard).toHaveLength(10_000);
  expect(heard[0]).toBe("6 x");
});
