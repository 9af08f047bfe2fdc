import {
  deltaSchema,
  eventsSchema,
  type HelloReply,
  helloSchema,
  snapshotSchema,
} from "@baton/shared/contract/agent-hub.ts";
import { commandResultSchema } from "@baton/shared/contract/commands.ts";
import { CONTRACT_VERSION } from "@baton/shared/contract/version.ts";
import type * as z from "zod";
import { type Bucket, fullBucket, type Rate, take } from "../domain/access/token-bucket.ts";
import { commitEvents } from "../usecases/event-desk.ts";
import type { ConnectionAction } from "../usecases/fleet-desk.ts";
import type { AgentNamespaceDeps } from "./agent-namespace.ts";
import type { AgentSocket } from "./socket-types.ts";

/** Messages of one agent: far above the ten or so a second that a busy director sends. */
const MESSAGE_RATE: Rate = { capacity: 2_000, perSecond: 500 };

/** Malformed messages before the connection is ended; the agent may try again. */
const MAX_MALFORMED = 50;

/** Event batches of one agent that wait for the database. */
const MAX_BATCHES = 4;

/** Five times at once, then one in ten seconds: more than broken lines cause, less than two agents with one key do. */
const REPLACEMENT_RATE: Rate = { capacity: 5, perSecond: 1 / 10 };

/** How often each node's connection may be replaced; one for all connections. Nodes are enrolled, so it is bounded. */
export const newReplacementLimit = () => {
  const buckets = new Map<string, Bucket>();
  return (node: string, at: number): boolean => {
    const drawn = take(buckets.get(node) ?? fullBucket(REPLACEMENT_RATE, at), REPLACEMENT_RATE, at);
    buckets.set(node, drawn.bucket);
    return drawn.taken;
  };
};

type Ack = (reply: unknown) => void;
const ackIn = (args: unknown[]): Ack => {
  const last = args.at(-1);
  return typeof last === "function" ? (last as Ack) : () => {};
};

const versionRefusal = (contract: number): HelloReply | null => {
  if (contract === CONTRACT_VERSION) return null;
  const code = contract < CONTRACT_VERSION ? "contract-too-old" : "contract-too-new";
  return {
    type: "refused",
    code,
    message: `This hub speaks contract ${CONTRACT_VERSION}, the agent ${contract}: update the older one.`,
  };
};

/** Handlers of one agent's connection. Nothing it sends is believed before it is parsed. */
export const attendAgent = (
  socket: AgentSocket,
  deps: AgentNamespaceDeps,
  perform: (actions: readonly ConnectionAction[]) => void,
  mayReplace: (node: string, at: number) => boolean,
): void => {
  const { node } = socket.data;
  const connection = socket.id;
  let bucket = fullBucket(MESSAGE_RATE, deps.clock.now());
  let malformed = 0;
  let greeted = false;
  let committing = Promise.resolve();
  let batches = 0;

  const reject = (kind: string): void => {
    deps.counters.count(`agent.malformed.${kind}`);
    malformed++;
    if (malformed === 1) deps.log.warn("malformed message from an agent", { node, kind });
    if (malformed > MAX_MALFORMED) socket.disconnect(true);
  };

  const parsed = <T>(kind: string, schema: z.ZodType<T>, message: unknown): T | null => {
    const result = schema.safeParse(message);
    if (result.success) return result.data;
    reject(kind);
    return null;
  };

  const isUsable = (kind: string): boolean => {
    if (!greeted) reject(`${kind}-before-hello`);
    return greeted;
  };

  /** A slower sender would do; one that never stops is cut off. */
  socket.use((_packet, next) => {
    if (!socket.connected) return;
    const drawn = take(bucket, MESSAGE_RATE, deps.clock.now());
    bucket = drawn.bucket;
    if (drawn.taken) return next();
    deps.counters.count("agent.too-many-messages");
    deps.log.warn("an agent sends too much and is disconnected", { node });
    socket.disconnect(true);
  });

  const greet = (message: unknown): HelloReply => {
    const hello = parsed("hello", helloSchema, message);
    if (!hello) return { type: "refused", code: "malformed", message: "This hello does not follow the contract." };
    const refusal = versionRefusal(hello.contract);
    if (refusal) return refusal;
    if (hello.node !== node) {
      return { type: "refused", code: "name-taken", message: `This key belongs to ${node}, not to ${hello.node}.` };
    }
    const at = deps.clock.now();
    const rival = deps.fleet.fleet().get(node)?.connection ?? null;
    if (rival !== null && rival !== connection && !mayReplace(node, at)) {
      deps.log.warn("two agents seem to use the key of one node", { node });
      return { type: "refused", code: "name-taken", message: `Another agent keeps connecting as ${node}.` };
    }
    greeted = true;
    perform(deps.fleet.apply({ type: "hello", at, node, connection, hello }));
    deps.log.info("agent connected", { node, version: hello.version });
    return { type: "welcome", hubTime: at };
  };

  socket.on("hello", (...args) => {
    const reply = greet(args[0]);
    if (reply.type === "refused") deps.counters.count(`agent.hello-refused.${reply.code}`);
    ackIn(args)(reply);
  });

  socket.on("snapshot", (message) => {
    if (!isUsable("snapshot")) return;
    const snapshot = parsed("snapshot", snapshotSchema, message);
    if (snapshot) perform(deps.fleet.apply({ type: "snapshot", node, connection, snapshot }));
  });

  socket.on("delta", (message) => {
    if (!isUsable("delta")) return;
    const delta = parsed("delta", deltaSchema, message);
    if (delta) perform(deps.fleet.apply({ type: "delta", node, connection, delta }));
    else socket.emit("resync", { code: "malformed" });
  });

  const commit = async (batch: z.infer<typeof eventsSchema>, ack: Ack): Promise<void> => {
    try {
      const store = { store: deps.events, feed: deps.feed, clock: deps.clock };
      const reply = await commitEvents(store, node, batch.events);
      if (reply) ack(reply);
    } catch (cause) {
      deps.counters.count("events.commit-failed");
      deps.log.error("events could not be stored; the agent keeps them", { node, cause: String(cause) });
    } finally {
      batches--;
    }
  };

  socket.on("events", (...args) => {
    if (!isUsable("events")) return;
    const batch = parsed("events", eventsSchema, args[0]);
    if (!batch) return;
    if (batches >= MAX_BATCHES) return deps.counters.count("events.batch-dropped");
    batches++;
    committing = committing.then(() => commit(batch, ackIn(args)));
  });

  socket.on("command-result", (message) => {
    if (!isUsable("command-result")) return;
    const result = parsed("command-result", commandResultSchema, message);
    if (result && !deps.commands.result(node, result)) deps.counters.count("command-result.unexpected");
  });

  socket.on("disconnect", (reason) => {
    if (greeted) deps.log.info("agent disconnected", { node, reason });
    perform(deps.fleet.apply({ type: "lost", at: deps.clock.now(), node, connection }));
  });
};
