import type { Actor } from "../domain/access/role.ts";
import type { AgentRecord, AgentStore } from "../ports/agent-store.ts";
import type { AuditLog } from "../ports/audit-log.ts";
import type { Clock } from "../ports/clock.ts";
import type { Secrets } from "../ports/secrets.ts";
import type { FleetDesk } from "./fleet-desk.ts";
import { HubError } from "./hub-error.ts";

interface Deps {
  readonly store: AgentStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly fleet: FleetDesk;
}

export type Enrolment = ReturnType<typeof newEnrolment>;

interface EnrolRequest extends AgentRecord {
  readonly token: string;
  readonly key: string;
}

/** How a node's key becomes known, and how the node is known by it. */
export const newEnrolment = (deps: Deps) => ({
  newToken: (actor: Actor, node: string, validForMinutes: number) => newToken(deps, actor, node, validForMinutes),
  enrol: (request: EnrolRequest) => enrol(deps, request),
  agentOf: (node: string, key: string): Promise<AgentRecord | null> =>
    deps.store.findByKey(node, deps.secrets.digest(key)),
  /** Tokens prepared by the operator; one that was used stays used. */
  admit: async (tokens: Readonly<Record<string, string>>): Promise<void> => {
    for (const [node, token] of Object.entries(tokens)) {
      await deps.store.putEnrolmentToken(deps.secrets.digest(token), node, deps.clock.now(), null);
    }
  },
});

const newToken = async (deps: Deps, actor: Actor, node: string, validForMinutes: number) => {
  const at = deps.clock.now();
  const expiresAt = at + validForMinutes * 60_000;
  const token = deps.secrets.token("be");
  const entry = { at, who: actor.name, action: "enrolment-token.created", target: node, reason: "" };
  await deps.audit.record({ ...entry, detail: { expiresAt } });
  await deps.store.putEnrolmentToken(deps.secrets.digest(token), node, at, expiresAt);
  return { token, node, expiresAt };
};

const enrol = async (deps: Deps, { token, node, roles, key }: EnrolRequest) => {
  const at = deps.clock.now();
  const agent = { node, roles, keyDigest: deps.secrets.digest(key) };
  if (!(await deps.store.enrol(agent, deps.secrets.digest(token), at))) {
    throw new HubError(403, "enrolment.token-invalid", "This token is not good for this node: wrong, used or too old.");
  }
  await deps.audit.record({ at, who: `agent:${node}`, action: "agent.enrolled", target: node, reason: "", detail: {} });
  deps.fleet.apply({ type: "enrolled", at, node, roles });
  return { node };
};
