import type { AgentToHub, HubToAgent } from "@baton/shared/contract/agent-hub.ts";
import type { BrowserToHub, HubToBrowser } from "@baton/shared/contract/hub-browser.ts";
import type { DefaultEventsMap, Namespace, Server, Socket } from "socket.io";

/** What a namespace's middleware has found out about a connection. */
export interface AgentData {
  node: string;
}
export interface BrowserData {
  digest: string;
  expiresAt: number;
}

/** Everything an agent sends is unknown until parsed, whatever its type says; acks may be missing. */
type Untrusted<Events> = { [Name in keyof Events]: (...args: unknown[]) => void };

export type AgentNamespace = Namespace<Untrusted<AgentToHub>, HubToAgent, DefaultEventsMap, AgentData>;
export type AgentSocket = Socket<Untrusted<AgentToHub>, HubToAgent, DefaultEventsMap, AgentData>;
export type BrowserNamespace = Namespace<Untrusted<BrowserToHub>, HubToBrowser, DefaultEventsMap, BrowserData>;
export type BrowserSocket = Socket<Untrusted<BrowserToHub>, HubToBrowser, DefaultEventsMap, BrowserData>;
export type RealtimeServer = Server;
