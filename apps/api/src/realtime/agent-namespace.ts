import { agentAuthSchema } from "@baton/shared/contract/agent-hub.ts";
import type { AgentGateway } from "../ports/agent-gateway.ts";
import type { ConnectionAction, FleetDesk } from "../usecases/fleet-desk.ts";
import { attendAgent } from "./agent-connection.ts";
import type { AgentNamespaceDeps } from "./agent-namespace-deps.ts";
import { newReplacementLimit } from "./replacement-limit.ts";
import type { AgentNamespace, RealtimeServer } from "./socket-types.ts";

/** Namespace /agent: lets in who has a key, and gives each connection its handlers. */
export const openAgentNamespace = (server: RealtimeServer, deps: AgentNamespaceDeps): void => {
  const namespace: AgentNamespace = server.of("/agent");
  letInByKey(namespace, deps);

  const perform = (actions: readonly ConnectionAction[]): void => {
    for (const action of actions) {
      const socket = namespace.sockets.get(action.connection);
      if (action.type === "replace") socket?.disconnect(true);
      else socket?.emit("resync", { code: action.code });
    }
  };

  const mayReplace = newReplacementLimit();
  namespace.on("connection", (socket) => attendAgent(socket, { ...deps, perform, mayReplace }));
};

const letInByKey = (namespace: AgentNamespace, { enrolment, counters, log }: AgentNamespaceDeps): void => {
  namespace.use((socket, next) => {
    const refuse = (code: string) => {
      counters.count(`agent.${code}`);
      next(new Error(code));
    };
    const auth = agentAuthSchema.safeParse(socket.handshake.auth);
    if (!auth.success) return refuse("auth-malformed");
    enrolment.agentOf(auth.data.node, auth.data.key).then(
      (agent) => {
        if (!agent) return refuse("auth-refused");
        socket.data.node = agent.node;
        next();
      },
      (cause: unknown) => {
        log.error("an agent's key could not be looked up", { cause: String(cause) });
        refuse("auth-unavailable");
      },
    );
  });
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
