import type { FactChange, FactOf } from "@baton/shared/contract/facts.ts";
import { expect, test } from "vitest";
import { NEW_SESSION, type Session, type SessionEvent, step } from "./session.ts";

const router = (state: FactOf<"virtual-router">["state"]): FactChange => ({
  op: "set",
  fact: {
    kind: "virtual-router",
    key: "VI_1",
    vrid: 51,
    version: 2,
    interface: "eth0",
    state,
    since: 0,
    cause: "",
    basePriority: 100,
    effectivePriority: 100,
    advertIntervalMs: 1000,
    addresses: [],
    heldAddresses: [],
    master: null,
    takeover: null,
    refusedAdverts: {},
  },
});
const confirm = (at: number): FactChange => ({ op: "confirm", source: "vrrp", at });
const welcome: SessionEvent = { type: "hello-reply", reply: { type: "welcome", hubTime: 0 } };
const changes = (at: number, ...list: FactChange[]): SessionEvent => ({ type: "changes", at, changes: list });
const flush = (at: number, room = true): SessionEvent => ({ type: "flush", at, room });

/** Plays events and notes each action's name; deltas with their number and size. */
const play = (events: readonly SessionEvent[], from: Session = NEW_SESSION): { session: Session; said: string[] } => {
  let session = from;
  const said: string[] = [];
  for (const event of events) {
    const result = step(session, event);
    session = result.session;
    for (const action of result.actions) {
      if (action.type === "send-delta") said.push(`delta ${action.delta.seq} (${action.delta.changes.length})`);
      else if (action.type === "send-snapshot")
        said.push(`snapshot ${action.snapshot.seq} (${action.snapshot.facts.length})`);
      else said.push(action.type);
    }
  }
  return { session, said };
};

test.each<[string, SessionEvent[], string[]]>([
  ["changes before a connection are kept for the snapshot", [changes(0, router("backup")), flush(500)], []],
  ["a connection says hello and nothing else", [{ type: "connected" }], ["send-hello"]],
  [
    "a welcome is followed by the snapshot",
    [changes(0, router("backup")), { type: "connected" }, welcome],
    ["send-hello", "snapshot 0 (1)", "live"],
  ],
  [
    "changes wait for company",
    [{ type: "connected" }, welcome, changes(0, confirm(1)), flush(99)],
    ["send-hello", "snapshot 0 (0)", "live"],
  ],
  [
    "then go out together",
    [{ type: "connected" }, welcome, changes(0, confirm(1)), changes(50, confirm(2)), flush(100)],
    ["send-hello", "snapshot 0 (0)", "live", "delta 1 (1)"],
  ],
  [
    "a state change goes at once",
    [{ type: "connected" }, welcome, changes(0, router("master")), flush(0)],
    ["send-hello", "snapshot 0 (0)", "live", "delta 1 (1)"],
  ],
  [
    "a hub without room gets it later, merged",
    [
      { type: "connected" },
      welcome,
      changes(0, confirm(1)),
      flush(100, false),
      changes(150, confirm(2)),
      flush(199),
      flush(200),
    ],
    ["send-hello", "snapshot 0 (0)", "live", "delta 1 (1)"],
  ],
  [
    "a resync is a new snapshot under the same number",
    [{ type: "connected" }, welcome, changes(0, router("master")), flush(0), { type: "resync" }],
    ["send-hello", "snapshot 0 (0)", "live", "delta 1 (1)", "snapshot 1 (1)"],
  ],
  ["a resync out of place is ignored", [{ type: "resync" }, { type: "connected" }, { type: "resync" }], ["send-hello"]],
  ["a welcome out of place is ignored", [welcome], []],
  ["a second welcome is ignored", [{ type: "connected" }, welcome, welcome], ["send-hello", "snapshot 0 (0)", "live"]],
  [
    "a refusal ends in silence",
    [
      { type: "connected" },
      { type: "hello-reply", reply: { type: "refused", code: "name-taken", message: "" } },
      changes(0, router("master")),
      flush(1000),
    ],
    ["send-hello", "refused"],
  ],
  [
    "a lost hub gets the whole picture when it is back",
    [
      { type: "connected" },
      welcome,
      { type: "disconnected" },
      changes(0, router("master")),
      { type: "connected" },
      welcome,
    ],
    ["send-hello", "snapshot 0 (0)", "live", "send-hello", "snapshot 0 (1)", "live"],
  ],
])("%s", (_, events, said) => {
  expect(play(events).said).toEqual(said);
});

test("only what a person waits for is urgent", () => {
  const { session } = play([{ type: "connected" }, welcome, changes(0, router("backup")), flush(0)]);
  const cause: FactChange = router("backup");
  if (cause.op === "set" && cause.fact.kind === "virtual-router") cause.fact.cause = "another sentence";
  expect(step(session, changes(10, cause)).session.flushAt).toBe(110);
  expect(step(session, changes(10, router("master"))).session.flushAt).toBe(10);
});
