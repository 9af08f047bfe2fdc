import {
  deltaSchema,
  eventsSchema,
  type HelloReply,
  helloSchema,
  snapshotSchema,
} from "@baton/shared/contract/agent-hub.ts";
import { commandResultSchema } from "@baton/shared/contract/commands.ts";
import type { ConnectionAction } from "../usecases/fleet-desk.ts";
import { helloRefusal, refusal } from "./agent-hello.ts";
import { type Intake, newIntake } from "./agent-intake.ts";
import type { AgentNamespaceDeps } from "./agent-namespace-deps.ts";
import { newEventIntake } from "./event-intake.ts";
import type { ReplacementLimit } from "./replacement-limit.ts";
import type { AgentSocket } from "./socket-types.ts";

export interface ConnectionDeps extends AgentNamespaceDeps {
  readonly perform: (actions: readonly ConnectionAction[]) => void;
  readonly mayReplace: ReplacementLimit;
}

/** The column's limit; an agent that makes an event every millisecond gets there after 24 days without a restart. */
const MAX_SEQ = 2_147_483_647;

type Ack = (reply: unknown) => void;
const ackIn = (args: unknown[]): Ack => {
  const last = args.at(-1);
  return typeof last === "function" ? (last as Ack) : () => {};
};

/** Handlers of one agent's connection. Nothing it sends is believed before it is parsed. */
export const attendAgent = (socket: AgentSocket, deps: ConnectionDeps): void => {
  const { node } = socket.data;
  const intake = newIntake(socket, deps);
  let greeted = false;

  socket.on("hello", (...args) => {
    const reply = greet(socket, intake, args[0], deps);
    if (reply.type === "refused") deps.counters.count(`agent.hello-refused.${reply.code}`);
    else if (!greeted) {
      greeted = true;
      attendGreeted(socket, intake, deps);
    }
    ackIn(args)(reply);
  });

  /** Counts what comes too early; `attendGreeted` has the handlers for later. */
  for (const kind of ["snapshot", "delta", "events", "command-result"] as const) {
    socket.on(kind, () => {
      if (!greeted) intake.reject(`${kind}-before-hello`);
    });
  }

  socket.on("disconnect", (reason) => {
    if (greeted) deps.log.info("agent disconnected", { node, reason });
    deps.perform(deps.fleet.apply({ type: "lost", at: deps.clock.now(), node, connection: socket.id }));
  });
};

const greet = (socket: AgentSocket, intake: Intake, message: unknown, deps: ConnectionDeps): HelloReply => {
  const { node } = socket.data;
  const connection = socket.id;
  const hello = intake.parsed("hello", helloSchema, message);
  if (!hello) return refusal("malformed", "This hello does not follow the contract.");
  const refused = helloRefusal(hello, node);
  if (refused) return refused;
  const at = deps.clock.now();
  const rival = deps.fleet.fleet().get(node)?.connection ?? null;
  if (rival !== null && rival !== connection && !deps.mayReplace(node, at)) {
    deps.log.warn("two agents seem to use the key of one node", { node });
    return refusal("name-taken", `Another agent keeps connecting as ${node}.`);
  }
  deps.perform(deps.fleet.apply({ type: "hello", at, node, connection, hello }));
  deps.log.info("agent connected", { node, version: hello.version });
  return { type: "welcome", hubTime: at };
};

const attendGreeted = (socket: AgentSocket, intake: Intake, deps: ConnectionDeps): void => {
  const { node } = socket.data;
  const connection = socket.id;
  const store = newEventIntake(node, deps);

  socket.on("snapshot", (message) => {
    const snapshot = intake.parsed("snapshot", snapshotSchema, message);
    if (snapshot) deps.perform(deps.fleet.apply({ type: "snapshot", node, connection, snapshot }));
  });

  socket.on("delta", (message) => {
    const delta = intake.parsed("delta", deltaSchema, message);
    if (delta) deps.perform(deps.fleet.apply({ type: "delta", node, connection, delta }));
    else socket.emit("resync", { code: "malformed" });
  });

  socket.on("events", (...args) => {
    const batch = intake.parsed("events", eventsSchema, args[0]);
    if (batch?.events.some((event) => event.seq > MAX_SEQ)) intake.reject("events-seq");
    else if (batch) store(batch, ackIn(args));
  });

  socket.on("command-result", (message) => {
    const result = intake.parsed("command-result", commandResultSchema, message);
    if (result && !deps.commands.result(node, result)) deps.counters.count("command-result.unexpected");
  });
};
