import type { ConfigModel } from "@baton/shared/config/model.ts";
import type { Command, CommandResult } from "@baton/shared/contract/commands.ts";
import type { AgentEvent } from "@baton/shared/contract/events.ts";
import type { FactChange, VrrpState } from "@baton/shared/contract/facts.ts";
import type { PackedServers } from "../core/plan/pack-servers.ts";
import type { AgentSettings } from "./settings.ts";

/**
 * What the agent's processes say to each other. The supervisor stands in the middle:
 *
 *   vrrp, services, host, witness  -- facts, event, result -->  supervisor  -- the same, relayed -->  uplink
 *   uplink  -- command -->  supervisor  -- command -->  the process that can carry it out
 */
export const PROCESS_NAMES = ["vrrp", "services", "bfd", "mail", "host", "witness", "uplink"] as const;
export type ProcessName = (typeof PROCESS_NAMES)[number];

/** One life of the agent: the supervisor's, which outlives its processes. Event numbers count within it. */
export interface AgentRun {
  readonly boot: string;
  readonly startedAt: number;
  readonly version: string;
}

/** A BFD session that came up or went down. */
export interface BfdWord {
  readonly name: string;
  readonly up: boolean;
  /** A sentence part. */
  readonly reason: string;
}

/** An instance, and when its master was heard again: milliseconds since 1970. */
export type HeardMaster = readonly [instance: string, heardAt: number];

/** How the uplink stands with the hub, for people who ask the agent itself. */
export interface HubLink {
  readonly state: "off" | "enrolling" | "connecting" | "connected" | "refused";
  readonly since: number;
  readonly detail: string;
  /** Events on disk that the hub has not committed yet. */
  readonly waitingEvents: number;
}

export type ToChild =
  | {
      readonly type: "start";
      readonly settings: AgentSettings;
      readonly model: ConfigModel | null;
      /** The model's virtual servers, where there are many; told by those of the message before, to a start by those ahead of it. */
      readonly servers?: PackedServers;
      readonly run?: AgentRun;
    }
  | { readonly type: "reload"; readonly model: ConfigModel; readonly servers?: PackedServers }
  /** Ahead of a start: virtual servers of a configuration that is still being read, and may be refused. The first is told by the last. */
  | { readonly type: "ahead"; readonly servers: PackedServers }
  | { readonly type: "command"; readonly command: Command }
  /** Relayed to uplink only. An event comes with its number in this run. */
  | {
      readonly type: "relay";
      readonly from: ProcessName | "supervisor";
      readonly message: Report;
      readonly seq?: number;
    }
  /** To services: what the VRRP process says of an instance, for the connection synchronisation. */
  | { readonly type: "vrrp-state"; readonly instance: string; readonly state: VrrpState }
  /** To vrrp and services: what bfd says of a session. */
  | { readonly type: "bfd"; readonly word: BfdWord }
  /** To mail: something that happened. */
  | { readonly type: "event"; readonly event: AgentEvent }
  /** Release everything this process put into the kernel, then exit with 0. */
  | { readonly type: "stop" };

export type Report =
  | { readonly type: "facts"; readonly changes: readonly FactChange[] }
  | { readonly type: "event"; readonly event: AgentEvent }
  | { readonly type: "result"; readonly result: CommandResult };

export type FromChild =
  | Report
  | { readonly type: "bfd"; readonly word: BfdWord }
  /** From vrrp: of these facts nothing but this time changed. */
  | { readonly type: "heard"; readonly masters: readonly HeardMaster[] }
  /** Sent once, when the process does its work. */
  | { readonly type: "ready" }
  /** Everything it put into the kernel is out again; all that is left is to exit. */
  | { readonly type: "released" }
  /** From uplink: something for another process to do. */
  | { readonly type: "command"; readonly command: Command }
  /** From uplink: every event up to this number is on disk (or needs no keeping); the supervisor may forget them. */
  | { readonly type: "kept"; readonly seq: number }
  | { readonly type: "hub-link"; readonly link: HubLink };
