import type { Role } from "@baton/shared/contract/agent-hub.ts";
import type { Endpoint } from "@baton/shared/net/endpoint.ts";

/** The agent's own settings, apart from keepalived.conf: typed once at the start, read by nobody else. */
export interface AgentSettings {
  readonly name: string;
  readonly stateDir: string;
  readonly roles: readonly Role[];
  /** keepalived.conf; null for an agent that is no director. */
  readonly configPath: string | null;
  readonly hub: HubSettings | null;
  /** The addresses a real server carries on loopback. */
  readonly loopbackVips: readonly string[];
  /** A my.cnf-style file with host, port, socket, user and password of the local server; null: not watched. */
  readonly mysqlDefaultsFile: string | null;
  /** Endpoints a witness probes once a second all the time; drills come on top. */
  readonly witnessTargets?: readonly Endpoint[];
  /** Where the inputs of the VRRP machine are recorded, for `baton agent replay`. */
  readonly recordFile?: string;
}

export interface HubSettings {
  readonly url: string;
  /** Holds a one-time enrolment token; needed until the agent has its own key in the state folder. */
  readonly enrolmentTokenFile: string | null;
}
