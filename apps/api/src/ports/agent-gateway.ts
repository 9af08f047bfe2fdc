import type { Command } from "@baton/shared/contract/commands.ts";

/** The way to the agents. */
export interface AgentGateway {
  /** False when the node is not connected. That it arrived shows only in its result. */
  readonly send: (node: string, command: Command) => boolean;
}
