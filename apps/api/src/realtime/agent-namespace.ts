import { agentAuthSchema } from "@baton/shared/contract/agent-hub.ts";
import type { Counters } from "../domain/diagnostics/counters.ts";
import type { AgentGateway } from "../ports/agent-gateway.ts";
import type { BrowserFeed } from "../ports/browser-feed.ts";
import type { Clock } from "../ports/clock.ts";
import type { EventStore } from "../ports/event-store.ts";
import type { Log } from "../ports/log.ts";
import type { CommandDesk } from "../usecases/command-desk.ts";
import type { Enrolment } from "../usecases/enrolment.ts";
import type { ConnectionAction, FleetDesk } from "../usecases/fleet-desk.ts";
import { attendAgent, newReplacementLimit } from "./agent-connection.ts";
import type { AgentNamespace, RealtimeServer } from "./socket-types.ts";

export interface AgentNamespaceDeps {
  readonly enrolment: Enrolment;
  readonly fleet: FleetDesk;
  readonly commands: CommandDesk;
  readonly events: EventStore;
  readonly feed: BrowserFeed;
  readonly counters: Counters;
  readonly clock: Clock;
  readonly log: Log;
}

/** Namespace /agent: lets in who has a key, and gives each connection its handlers. */
export const openAgentNamespace = (server: RealtimeServer, deps: AgentNamespaceDeps): void => {
  const namespace: AgentNamespace = server.of("/agent");

  namespace.use((socket, next) => {
    const auth = agentAuthSchema.safeParse(socket.handshake.auth);
    const refuse = (code: string) => {
      deps.counters.count(`agent.${code}`);
      next(new Error(code));
    };
    if (!auth.success) return refuse("auth-malformed");
    deps.enrolment.agentOf(auth.data.node, auth.data.key).then(
      (agent) => {
        if (!agent) return refuse("auth-refused");
        socket.data.node = agent.node;
        next();
      },
      (cause: unknown) => {
        deps.log.error("an agent's key could not be looked up", { cause: String(cause) });
        refuse("auth-unavailable");
      },
    );
  });

  const perform = (actions: readonly ConnectionAction[]): void => {
    for (const action of actions) {
      const socket = namespace.sockets.get(action.connection);
      if (action.type === "replace") socket?.disconnect(true);
      else socket?.emit("resync", { code: action.code });
    }
  };

  const mayReplace = newReplacementLimit();
  namespace.on("connection", (socket) => attendAgent(socket, deps, perform, mayReplace));
};

/** Commands go to the connection that speaks for the node now. */
export const agentGateway = (server: RealtimeServer, fleet: FleetDesk): AgentGateway => ({
  send: (node, command) => {
    const namespace: AgentNamespace = server.of("/agent");
    const connection = fleet.fleet().get(node)?.connection;
    const socket = connection ? namespace.sockets.get(connection) : undefined;
    if (!socket?.connected) return false;
    socket.emit("command", command, () => {});
    return true;
  },
});
