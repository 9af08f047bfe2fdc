import type { Role } from "@baton/shared/contract/agent-hub.ts";

export interface AgentRecord {
  readonly node: string;
  readonly roles: readonly Role[];
}

/** Which nodes may connect. Keys and tokens appear only as digests. */
export interface AgentStore {
  readonly list: () => Promise<readonly AgentRecord[]>;
  readonly findByKey: (node: string, keyDigest: string) => Promise<AgentRecord | null>;
  /** Keeps a token that is known already as it is, used or not. */
  readonly putEnrolmentToken: (digest: string, node: string, at: number, expiresAt: number | null) => Promise<void>;
  /**
   * In one transaction: burns the token and stores the node's new key; false when the token is not good for it. A
   * repeat (this token, this node, the key it was burnt for) is good again: its answer may have been lost.
   */
  readonly enrol: (
    agent: AgentRecord & { readonly keyDigest: string },
    tokenDigest: string,
    at: number,
  ) => Promise<boolean>;
}
