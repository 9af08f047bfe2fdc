import {
  type AgentToHub,
  eventsAckSchema,
  type Hello,
  type HelloReply,
  helloReplySchema,
  type Snapshot,
} from "@baton/shared/contract/agent-hub.ts";
import { type Command, type CommandResult, commandSchema } from "@baton/shared/contract/commands.ts";
import type { NumberedEvent } from "@baton/shared/contract/events.ts";
import type { Delta } from "@baton/shared/contract/picture.ts";
import { io, type Socket } from "socket.io-client";
import type * as z from "zod";

/** What the hub may send, before it has been looked at. */
interface RawHubToAgent {
  command: (command: unknown, ack?: unknown) => void;
  resync: (reason: unknown) => void;
}

export interface HubHandlers {
  connected(): void;
  disconnected(reason: string): void;
  /** `refused`: the hub itself said no to this agent, so trying again with the same key is no use. */
  failed(reason: string, refused: boolean): void;
  command(command: Command): void;
  resync(): void;
  /** A message that is not in the contract. */
  malformed(kind: string): void;
}

export interface HubConnection {
  /** Null when the answer is malformed or does not come in time. */
  hello(hello: Hello): Promise<HelloReply | null>;
  snapshot(snapshot: Snapshot): void;
  delta(delta: Delta): void;
  /** The number up to which the hub has committed, null when it did not say in time. */
  events(events: readonly NumberedEvent[]): Promise<{ boot: string; seq: number } | null>;
  result(result: CommandResult): void;
  /** Whether what was sent before has left this process: a hub that stalls must not fill our memory. */
  hasRoom(): boolean;
  close(): void;
}

const ACK_TIMEOUT_MS = 10_000;
const MAX_QUEUED_PACKETS = 64;

/**
 * One websocket to the hub that reconnects for ever, with a pause that grows from 0.3 to 5 s and is randomised by
 * half, so that a hub that comes back is not met by all its agents at once.
 */
export const connectHub = (url: string, auth: { node: string; key: string }, on: HubHandlers): HubConnection => {
  const socket: Socket<RawHubToAgent, AgentToHub> = io(`${url.replace(/\/+$/, "")}/agent`, {
    transports: ["websocket"],
    auth,
    forceNew: true,
    reconnectionDelay: 300,
    reconnectionDelayMax: 5000,
    randomizationFactor: 0.5,
    timeout: 5000,
  });
  let comeBack: NodeJS.Timeout | undefined;
  socket.on("connect", on.connected);
  socket.on("disconnect", (reason) => {
    on.disconnected(reason);
    // The library does not come back by itself after the hub closed the connection. Not at once: the hub may have
    // done so because another agent came with our name, and two would throw each other out in a spin.
    if (reason === "io server disconnect") comeBack = setTimeout(() => socket.connect(), 1000 + Math.random() * 1000);
  });
  socket.on("connect_error", (error) => on.failed(error.message, !socket.active));
  socket.on("command", (raw, ack) => {
    const parsed = commandSchema.safeParse(raw);
    if (!parsed.success) return on.malformed("command");
    if (typeof ack === "function") ack(true);
    on.command(parsed.data);
  });
  socket.on("resync", () => on.resync());
  return {
    hello: async (hello) => parsedAck(socket.timeout(ACK_TIMEOUT_MS).emitWithAck("hello", hello), helloReplySchema, on),
    snapshot: (snapshot) => void socket.emit("snapshot", snapshot),
    delta: (delta) => void socket.emit("delta", { seq: delta.seq, changes: [...delta.changes] }),
    events: async (events) => {
      const ack = socket.timeout(ACK_TIMEOUT_MS).emitWithAck("events", { events: [...events] });
      return (await parsedAck(ack, eventsAckSchema, on))?.committed ?? null;
    },
    result: (result) => void socket.emit("command-result", result),
    hasRoom: () => (socket.io.engine?.writeBuffer.length ?? 0) < MAX_QUEUED_PACKETS,
    close: () => {
      clearTimeout(comeBack);
      socket.disconnect();
    },
  };
};

const parsedAck = async <T>(ack: Promise<unknown>, schema: z.ZodType<T>, on: HubHandlers): Promise<T | null> => {
  let raw: unknown;
  try {
    raw = await ack;
  } catch {
    return null;
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  on.malformed("answer");
  return null;
};
