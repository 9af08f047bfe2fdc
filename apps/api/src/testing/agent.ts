import { randomBytes } from "node:crypto";
import type { AgentToHub, EventsAck, HelloReply, HubToAgent, Role } from "@baton/shared/contract/agent-hub.ts";
import type { Command, CommandResult, ProbeReport } from "@baton/shared/contract/commands.ts";
import type { NumberedEvent } from "@baton/shared/contract/events.ts";
import type { Fact, FactChange, FactSource } from "@baton/shared/contract/facts.ts";
import { CONTRACT_VERSION } from "@baton/shared/contract/version.ts";
import { io, type Socket } from "socket.io-client";
import type { TestHub } from "./hub.ts";

export const event = (seq: number, boot = "boot-0001"): NumberedEvent => ({
  ...{ kind: "vrrp.transition", severity: "info", at: 1_000 + seq, subject: "VI_1", boot, seq },
  ...{ text: "(VI_1) Entering MASTER STATE", data: { seq } },
});

export const TOKEN = "enrolment-token-of-a-test";

export const enrolNode = async (hub: TestHub, node: string, token = TOKEN, roles: Role[] = ["director"]) => {
  const key = `ba_${randomBytes(32).toString("base64url")}`;
  const payload = { token, node, roles, key };
  const reply = await hub.http.inject({ method: "POST", url: "/api/v1/agents/enrol", payload });
  if (reply.statusCode !== 200) throw new Error(`enrolment of ${node}: HTTP ${reply.statusCode}`);
  return key;
};

export type AgentSocket = Socket<HubToAgent, AgentToHub>;

/** A real socket.io client in the part of an agent; what it says is the test's to choose. */
export const connectAgent = async (url: string, node: string, key: string, boot = "boot-0001") => {
  const socket: AgentSocket = io(`${url}/agent`, {
    auth: { node, key },
    transports: ["websocket"],
    reconnection: false,
  });
  await new Promise<void>((resolve, reject) => {
    socket.on("connect", resolve);
    socket.on("connect_error", reject);
  });
  let seq = 0;
  const hello = (changes: object = {}): Promise<HelloReply> =>
    socket.emitWithAck("hello", {
      ...{ contract: CONTRACT_VERSION, node, boot, roles: ["director"] as Role[], version: "test" },
      ...{ startedAt: Date.now(), clock: Date.now(), ...changes },
    });
  return {
    socket,
    hello,
    snapshot: (facts: Fact[], sources: FactSource[] = ["vrrp", "services"]) => {
      const confirmed = Object.fromEntries(sources.map((source) => [source, Date.now()]));
      socket.emit("snapshot", { seq, facts, confirmed });
    },
    delta: (...changes: FactChange[]) => socket.emit("delta", { seq: ++seq, changes }),
    set: (...facts: Fact[]) =>
      socket.emit("delta", { seq: ++seq, changes: facts.map((fact) => ({ op: "set" as const, fact })) }),
    skip: () => ++seq,
    events: (events: NumberedEvent[]): Promise<EventsAck> => socket.timeout(5_000).emitWithAck("events", { events }),
    onCommand: (answer: (command: Command) => Partial<CommandResult> | null) =>
      socket.on("command", (command, ack) => {
        ack(true);
        const result = answer(command);
        if (result)
          socket.emit("command-result", { id: command.id, outcome: "done", code: "", message: "", ...result });
      }),
    close: () => socket.disconnect(),
  };
};

export type TestAgent = Awaited<ReturnType<typeof connectAgent>>;

export const probeReport = (probeId: string, longestGapMs: number): ProbeReport => ({
  ...{ probeId, startedAt: 1, endedAt: 2_000, intervalMs: 10, probes: 200, succeeded: 200, failures: {} },
  ...{ longestGapMs, gaps: [], latency: [{ upToMs: 1, count: 200 }] },
});
