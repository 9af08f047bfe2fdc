import type { Hello } from "@baton/shared/contract/agent-hub.ts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type HostileHub, startHostileHub } from "./hostile-hub.testing.ts";
import { connectHub, type HubConnection, type HubHandlers } from "./hub-connection.ts";

const HELLO: Hello = {
  contract: 1,
  node: "n1",
  boot: "boot-0001",
  roles: ["witness"],
  version: "1",
  startedAt: 1,
  clock: 1,
};
const COMMAND = {
  id: "c1",
  deadline: 1,
  requestedBy: "ann",
  reason: "",
  body: { kind: "release", instance: "VI_1" },
};

let hub: HostileHub;
let connection: HubConnection;
let helloAnswer = "";
let on: { [K in keyof HubHandlers]: ReturnType<typeof vi.fn<HubHandlers[K]>> };

/** The number of a packet that wants an answer: `2` then the number, then the arguments. */
const ackId = (packet: string): string => /^2(\d+)/.exec(packet)?.[1] ?? "";

beforeEach(async () => {
  helloAnswer = '[{"type":"welcome","hubTime":5}]';
  hub = await startHostileHub((packet) => (packet.includes('"hello"') ? `3${ackId(packet)}${helloAnswer}` : null));
  on = {
    connected: vi.fn<HubHandlers["connected"]>(),
    disconnected: vi.fn<HubHandlers["disconnected"]>(),
    failed: vi.fn<HubHandlers["failed"]>(),
    command: vi.fn<HubHandlers["command"]>(),
    resync: vi.fn<HubHandlers["resync"]>(),
    malformed: vi.fn<HubHandlers["malformed"]>(),
  };
  connection = connectHub(hub.url, { node: "n1", key: "0123456789abcdef" }, on);
  await vi.waitFor(() => expect(on.connected).toHaveBeenCalledTimes(1), 5000);
});
afterEach(async () => {
  connection.close();
  await hub.close();
});

test("a welcome is a welcome, a refusal a refusal", async () => {
  expect(await connection.hello(HELLO)).toEqual({ type: "welcome", hubTime: 5 });
  helloAnswer = '[{"type":"refused","code":"contract-too-old","message":"update"}]';
  expect(await connection.hello(HELLO)).toMatchObject({ type: "refused", code: "contract-too-old" });
});

test.each(['["yes"]', "[null]", "[]", '[{"type":"welcome","hubTime":"soon"}]', '[{"type":"refused","code":"no"}]'])(
  "the answer %s is malformed",
  async (answer) => {
    helloAnswer = answer;
    expect(await connection.hello(HELLO)).toBeNull();
    expect(on.malformed).toHaveBeenCalledExactlyOnceWith("answer");
  },
);

test("a command is taken and its receipt sent", async () => {
  hub.say(`27["command",${JSON.stringify(COMMAND)}]`);
  await vi.waitFor(() => expect(on.command).toHaveBeenCalledExactlyOnceWith(COMMAND));
  await vi.waitFor(() => expect(hub.heard).toContain("37[true]"));
});

test.each([
  '2["command"]',
  '2["command",null]',
  '2["command",{"id":"c1"}]',
  `2["command",${JSON.stringify({ ...COMMAND, body: { kind: "format-disk" } })}]`,
  `2["command",${JSON.stringify({ ...COMMAND, id: "x".repeat(1000) })}]`,
  `2["command",${JSON.stringify({ ...COMMAND, body: { kind: "takeover", instance: "VI_1", leaseMs: 1e12 } })}]`,
])("%s is counted and ignored, and the connection lives", async (packet) => {
  hub.say(packet);
  await vi.waitFor(() => expect(on.malformed).toHaveBeenCalledExactlyOnceWith("command"));
  hub.say('2["resync",{"code":"gap"}]');
  await vi.waitFor(() => expect(on.resync).toHaveBeenCalledTimes(1));
  expect(on.command).not.toHaveBeenCalled();
});

test("events that are not there in the contract are ignored", async () => {
  hub.say('2["reboot",{}]');
  hub.say('2["resync",{"code":"gap"}]');
  await vi.waitFor(() => expect(on.resync).toHaveBeenCalledTimes(1));
  expect(on.malformed).not.toHaveBeenCalled();
});

test("thrown out, it comes back, but not at once", async () => {
  const began = performance.now();
  hub.throwOut();
  await vi.waitFor(() => expect(on.disconnected).toHaveBeenCalledWith("io server disconnect"));
  await vi.waitFor(() => expect(on.connected).toHaveBeenCalledTimes(2), 5000);
  expect(performance.now() - began).toBeGreaterThan(900);
});
