import type { BrowserToHub, HubToBrowser } from "@baton/shared/contract/hub-browser.ts";
import { masterRouter, virtualRouter } from "@baton/shared/contract/test-facts.ts";
import { io, type Socket } from "socket.io-client";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { connectAgent, enrolNode, event, type TestAgent, TOKEN } from "../testing/agent.ts";
import {
  openTestDatabase,
  type Person,
  setUpAdmin,
  startTestHub,
  type TestDatabase,
  type TestHub,
  until,
} from "../testing/hub.ts";

let database: TestDatabase;
let hub: TestHub;
let ann: Person;
let key: string;
const opened: { close: () => unknown }[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  hub = await startTestHub(database.client, { enrolmentTokens: { lvs1: TOKEN } });
  ann = await setUpAdmin(hub, database.client);
  key = await enrolNode(hub, "lvs1");
});
afterEach(async () => {
  for (const one of opened.splice(0)) one.close();
  await hub.close();
  await database.empty();
});

const agent = async (boot?: string): Promise<TestAgent> => {
  const one = await connectAgent(hub.url, "lvs1", key, boot);
  opened.push(one);
  return one;
};

const get = async (path: string) => (await hub.http.inject({ url: `/api/v1/${path}`, headers: ann.headers })).json();
const counters = async () => (await get("diagnostics")).counters;

interface Message {
  readonly name: string;
  readonly payload: unknown;
}

/** A real socket.io client in the part of a browser, which keeps what it is told. */
const browser = (headers: Record<string, string>) => {
  const socket: Socket<HubToBrowser, BrowserToHub> = io(`${hub.url}/ui`, {
    ...{ transports: ["websocket"], reconnection: false, extraHeaders: headers },
  });
  const heard: Message[] = [];
  socket.onAny((name: string, payload: unknown) => heard.push({ name, payload }));
  let refusal = "";
  socket.on("connect_error", (error) => {
    refusal = error.message;
  });
  opened.push(socket);
  const hear = (name: string, ms?: number) =>
    until(name, () => heard.find((message) => message.name === name)?.payload ?? null, ms);
  return { socket, heard, hear, refused: () => until("a refusal", () => refusal || null) };
};

test("hello, snapshot and deltas become the picture that REST and browsers show", async () => {
  const ui = browser({ cookie: ann.headers.cookie });
  expect(await ui.hear("picture")).toMatchObject({ nodes: [{ name: "lvs1", connected: false }], drill: null });
  const lvs1 = await agent();
  expect(await lvs1.hello()).toMatchObject({ type: "welcome" });
  lvs1.snapshot([virtualRouter()]);
  lvs1.set(masterRouter());
  expect(await ui.hear("delta")).toMatchObject({ node: "lvs1", delta: { seq: 1 } });
  expect(await get("virtual-routers")).toMatchObject([
    { instance: "VI_1", owner: { verdict: "one", holders: ["lvs1"] }, members: [{ node: "lvs1", state: "master" }] },
  ]);
  ui.heard.length = 0;
  lvs1.close();
  expect(await ui.hear("node")).toMatchObject({ name: "lvs1", connected: false });
  expect(await get("virtual-routers")).toMatchObject([{ owner: { verdict: "unknown", unheard: ["lvs1"] } }]);
  ui.heard.length = 0;
  ui.socket.emit("resync");
  expect(await ui.hear("picture")).toMatchObject({ nodes: [{ name: "lvs1", picture: { seq: 1 } }] });
});

test("a gap asks for a snapshot, and the picture goes on from it", async () => {
  const lvs1 = await agent();
  await lvs1.hello();
  lvs1.snapshot([virtualRouter()]);
  const resync = new Promise((resolve) => lvs1.socket.once("resync", resolve));
  lvs1.skip();
  lvs1.set(masterRouter());
  expect(await resync).toEqual({ code: "gap" });
  lvs1.snapshot([masterRouter()]);
  await until("the new picture", async () =>
    (await get("virtual-routers"))[0]?.owner.verdict === "one" ? true : null,
  );
  expect(await counters()).toMatchObject({ "delta.gap": 1 });
});

test("events are committed before the ack, in order, and a repeat is stored once", async () => {
  const lvs1 = await agent();
  await lvs1.hello();
  expect(await lvs1.events([event(1), event(2)])).toEqual({ committed: { boot: "boot-0001", seq: 2 } });
  expect(await lvs1.events([event(1), event(2), event(3)])).toEqual({ committed: { boot: "boot-0001", seq: 3 } });
  const { events } = await get("events?after=0");
  expect(events.map(({ node, seq }: { node: string; seq: number }) => `${node} ${seq}`)).toEqual([
    "lvs1 1",
    "lvs1 2",
    "lvs1 3",
  ]);
});

test("events are found by how bad they are, page by page", async () => {
  const lvs1 = await agent();
  await lvs1.hello();
  const severities = ["info", "warning", "critical", "info", "warning"] as const;
  await lvs1.events(severities.map((severity, index) => ({ ...event(index + 1), severity })));
  const numbers = async (query: string): Promise<number[]> =>
    (await get(`events?${query}`)).events.map(({ seq }: { seq: number }) => seq);
  expect(await numbers("severity=warning")).toEqual([5, 3, 2]);
  expect(await numbers("severity=critical")).toEqual([3]);
  expect(await get("events?severity=warning&limit=2")).toMatchObject({ more: true, events: [{ seq: 5 }, { seq: 3 }] });
});

test("text that PostgreSQL cannot hold does not block the events behind it", async () => {
  const lvs1 = await agent();
  await lvs1.hello();
  const strange = { ...event(1), text: "a\u0000b\ud800", subject: "\u0000", data: { "k\u0000": "\udc00" } };
  expect(await lvs1.events([strange, event(2)])).toEqual({ committed: { boot: "boot-0001", seq: 2 } });
  const { events } = await get("events?after=0");
  expect(events[0]).toMatchObject({ seq: 1, text: "a\uFFFDb\uFFFD", subject: "\uFFFD", data: { "k\uFFFD": "\uFFFD" } });
});

test("a batch that runs over into the next boot is acked boot by boot", async () => {
  const lvs1 = await agent();
  await lvs1.hello();
  const batch = [event(8), event(9), event(1, "boot-0002")];
  expect(await lvs1.events(batch)).toEqual({ committed: { boot: "boot-0001", seq: 9 } });
  expect(await lvs1.events(batch.slice(2))).toEqual({ committed: { boot: "boot-0002", seq: 1 } });
  expect((await get("events")).events).toHaveLength(3);
});

test("events sent again to a restarted hub are stored once, and none is missing", async () => {
  const first = await agent();
  await first.hello();
  await first.events([event(1), event(2)]);
  await hub.close();
  hub = await startTestHub(database.client, { enrolmentTokens: { lvs1: TOKEN } });
  const second = await agent();
  await second.hello();
  await second.events([event(1), event(2), event(3), event(4)]);
  const { events, more } = await get("events?after=0&limit=4");
  expect(events.map(({ seq }: { seq: number }) => seq)).toEqual([1, 2, 3, 4]);
  expect(more).toBe(false);
});

test("a restarted hub does not take a used enrolment token for another key, but takes the key it knows", async () => {
  await hub.close();
  hub = await startTestHub(database.client, { enrolmentTokens: { lvs1: TOKEN } });
  const reply = await hub.http.inject({
    ...{
      method: "POST",
      url: "/api/v1/agents/enrol",
      payload: { token: TOKEN, node: "lvs1", roles: [], key: "x".repeat(43) },
    },
  });
  expect(reply.statusCode).toBe(403);
  expect(await (await agent()).hello()).toMatchObject({ type: "welcome" });
});

test("enrolling again with a valid token rotates the key", async () => {
  const headers = ann.headers;
  const made = await hub.http.inject({
    method: "POST",
    url: "/api/v1/enrolment-tokens",
    headers,
    payload: { node: "lvs1" },
  });
  const rotated = await enrolNode(hub, "lvs1", made.json().token);
  await expect(agent()).rejects.toThrow("auth-refused");
  key = rotated;
  expect(await (await agent()).hello()).toMatchObject({ type: "welcome" });
});

test.each([
  [{ contract: 0 }, "contract-too-old"],
  [{ contract: 99 }, "contract-too-new"],
  [{ node: "lvs2" }, "name-taken"],
  [{ boot: 5 }, "malformed"],
])("hello %o is refused by name", async (changes, code) => {
  expect(await (await agent()).hello(changes)).toMatchObject({ type: "refused", code });
  expect(await counters()).toMatchObject({ [`agent.hello-refused.${code}`]: 1 });
});

test.each([
  ["lvs1", "a-wrong-key-of-the-agent", "auth-refused"],
  ["lvs2", "a-wrong-key-of-the-agent", "auth-refused"],
  ["lvs1", "short", "auth-malformed"],
])("node %s with key %s does not come in", async (node, wrong, code) => {
  await expect(connectAgent(hub.url, node, wrong)).rejects.toThrow(code);
  expect(await counters()).toMatchObject({ [`agent.${code}`]: 1 });
});

test("malformed messages are counted by name, and too many end the connection", async () => {
  const lvs1 = await agent();
  const raw = lvs1.socket as unknown as { emit: (name: string, ...args: unknown[]) => void };
  raw.emit("delta", { seq: 1, changes: [] });
  await lvs1.hello();
  raw.emit("snapshot", "nonsense");
  raw.emit("snapshot");
  raw.emit("events", { events: [] });
  raw.emit("command-result", { id: 5 });
  raw.emit("delta", { seq: 1, changes: [{ op: "set", fact: { kind: "virtual-router" } }] });
  await until("all were counted", async () => ((await counters())["agent.malformed.delta"] === 1 ? true : null));
  expect(await counters()).toMatchObject({
    "agent.malformed.delta-before-hello": 1,
    "agent.malformed.snapshot": 2,
    "agent.malformed.events": 1,
    "agent.malformed.command-result": 1,
  });
  for (let i = 0; i < 60; i++) raw.emit("snapshot", i);
  await until("the end of the connection", () => (lvs1.socket.connected ? null : true));
});

test("a flood of messages ends the connection", async () => {
  const lvs1 = await agent();
  await lvs1.hello();
  for (let i = 0; i < 4_000; i++)
    lvs1.socket.emit("command-result", { id: "x", outcome: "done", code: "", message: "" });
  await until("the end of the connection", () => (lvs1.socket.connected ? null : true));
  expect(await counters()).toMatchObject({ "agent.too-many-messages": 1 });
});

test("a second connection of the node replaces the first", async () => {
  const first = await agent();
  await first.hello();
  const second = await agent("boot-0002");
  await second.hello();
  await until("the end of the first", () => (first.socket.connected ? null : true));
  second.snapshot([masterRouter()]);
  await until("the second speaks", async () => ((await get("virtual-routers")).length === 1 ? true : null));
  expect(await get("directors")).toMatchObject([{ node: "lvs1", connected: true }]);
});

test("two agents that fight over one node are slowed down by name", async () => {
  const replies: string[] = [];
  for (let i = 0; i < 7; i++) {
    const reply = await (await agent(`boot-000${i}`)).hello();
    replies.push(reply.type === "refused" ? reply.code : reply.type);
  }
  expect(replies).toEqual([...new Array(6).fill("welcome"), "name-taken"]);
});

test("a browser needs a session and its own page", async () => {
  expect(await browser({}).refused()).toBe("session-missing");
  expect(await browser({ cookie: "baton_session=bs_0123456789" }).refused()).toBe("session-missing");
  expect(await browser({ cookie: ann.headers.cookie, origin: "http://evil.example" }).refused()).toBeTruthy();
});

test("log-out ends the session's live connections", async () => {
  const ui = browser({ cookie: ann.headers.cookie });
  await ui.hear("picture");
  await hub.http.inject({ method: "DELETE", url: "/api/v1/session", headers: ann.headers });
  await until("the end of the connection", () => (ui.socket.connected ? null : true));
});

test("a new event reaches browsers", async () => {
  const ui = browser({ cookie: ann.headers.cookie });
  await ui.hear("picture");
  const lvs1 = await agent();
  await lvs1.hello();
  await lvs1.events([event(1)]);
  expect(await ui.hear("event")).toMatchObject({ node: "lvs1", seq: 1, kind: "vrrp.transition" });
});
