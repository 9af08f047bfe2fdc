import type { Millis } from "../base/duration.ts";
import type { RouteOptions } from "./model-kernel.ts";
import type { SourceRange } from "./source.ts";

/** What the configuration says about scripts, processes and files that are tracked, and about notifications. */

/** A program with its arguments; there is no shell. `user` null: the account of script_user. */
export interface ScriptCommand {
  readonly argv: readonly [string, ...string[]];
  readonly user: ScriptUser | null;
}

export interface ScriptUser {
  readonly name: string;
  /** Null: the account's own group. */
  readonly group: string | null;
}

/** vrrp_script. */
export interface TrackScript {
  readonly name: string;
  readonly range: SourceRange;
  readonly command: ScriptCommand;
  readonly interval: Millis;
  /** After this it is ended and counts as failed; 0: the interval, as in keepalived. */
  readonly timeout: Millis;
  readonly rise: number;
  readonly fall: number;
  readonly weight: number;
  readonly reverse: boolean;
  readonly initFail: boolean;
}

/** vrrp_track_process. */
export interface TrackProcess {
  readonly name: string;
  readonly range: SourceRange;
  /** The program's name or path, then the arguments that are compared. */
  readonly argv: readonly [string, ...string[]];
  /** Whether the whole command line is compared, and how strictly its arguments. */
  readonly match: "name" | "exact" | "initial" | "partial";
  readonly weight: number;
  readonly reverse: boolean;
  readonly quorum: number;
  /** Null: as many as like. */
  readonly quorumMax: number | null;
  readonly riseDelay: Millis;
  readonly fallDelay: Millis;
}

/** track_file: the number in it, times the weight, is added to the priority. */
export interface TrackFile {
  readonly name: string;
  readonly range: SourceRange;
  readonly path: string;
  readonly weight: number;
  readonly reverse: boolean;
  /** init_file: written at the start when the file is missing, or always with `overwrite`. */
  readonly initial: { readonly value: number; readonly overwrite: boolean } | null;
}

/** An instance's line in track_script, track_process or track_file; the weight is the line's, or the tracker's own. */
export interface TrackedItem {
  readonly name: string;
  readonly weight: number;
  readonly reverse: boolean;
}

/** interface_up_down_delays: how long a new link state must last before it counts. */
export interface LinkDelay {
  readonly interface: string;
  readonly up: Millis;
  readonly down: Millis;
}

export interface NotifyScripts {
  readonly master: ScriptCommand | null;
  readonly backup: ScriptCommand | null;
  readonly fault: ScriptCommand | null;
  readonly stop: ScriptCommand | null;
  /** On every change, with TYPE NAME STATE PRIORITY behind its own arguments. */
  readonly any: ScriptCommand | null;
  /** notify_master_rx_lower_pri: a weaker router sent an advert to this master. */
  readonly weaker?: ScriptCommand;
  /** notify_deleted: a reload removed the instance; true: only `notify` and the pipes are told so. Else they hear FAULT. */
  readonly deleted?: ScriptCommand | true;
}

/** notify_fifo, vrrp_notify_fifo, lvs_notify_fifo: a named pipe that lines are written to. */
export interface NotifyPipe {
  readonly path: string;
  /** Whose the pipe is, when the agent makes it; absent: that of script_user. */
  readonly user?: ScriptUser;
}

/** notify_fifo_script: a program that reads a pipe, whose path is its last argument. */
export interface FifoReader {
  readonly path: string;
  readonly command: ScriptCommand;
}

/** startup_script, shutdown_script. */
export interface DaemonScript {
  readonly command: ScriptCommand;
  /** After this it is ended. */
  readonly timeout: Millis;
}

export interface ScriptSettings {
  /** enable_script_security. */
  readonly security: boolean;
  /** script_user; null: keepalived_script where that account exists, else root. */
  readonly user: ScriptUser | null;
}

/** How the VRRP process runs: vrrp_rt_priority, vrrp_priority, vrrp_no_swap. */
export interface ProcessScheduling {
  /** SCHED_RR, 1 to 99; null: an ordinary process. */
  readonly realtimePriority: number | null;
  readonly nice: number | null;
  readonly lockMemory: boolean;
}

/** lvs_sync_daemon: the kernel's connection synchronisation. */
export interface SyncDaemonSettings {
  readonly interface: string;
  /** Follows this instance's state; null: both roles all the time. */
  readonly instance: string | null;
  readonly syncId: number;
  readonly maxLength: number | null;
  readonly port: number | null;
  readonly ttl: number | null;
  readonly group: string | null;
}

/** A line of virtual_routes or static_routes. */
export interface VirtualRoute extends RouteOptions {
  readonly type: "unicast" | "blackhole" | "unreachable" | "prohibit";
  /** The default route is 0.0.0.0/0 or ::/0. */
  readonly destination: { readonly address: string; readonly prefixLength: number };
  readonly via: string | null;
  /** Null: where the gateway is, as the kernel finds out. */
  readonly interface: string | null;
  readonly source: string | null;
  readonly metric: number | null;
  readonly table: number;
}
