import type {
  FifoReader,
  NotifyPipe,
  ScriptCommand,
  ScriptSettings,
  TrackFile,
  TrackProcess,
  TrackScript,
} from "@baton/shared/config/model-track.ts";
import type { AgentEvent } from "@baton/shared/contract/events.ts";
import type { TrackResult } from "../core/vrrp/track.ts";

/** What the helper process watches and may run. Sent at the start and again on every reload. */
export interface HelperPlan {
  readonly settings: ScriptSettings;
  readonly scripts: readonly TrackScript[];
  readonly processes: readonly TrackProcess[];
  readonly files: readonly TrackFile[];
  readonly fifos: readonly NotifyPipe[];
  /** Programs that read them. */
  readonly readers: readonly FifoReader[];
  /** Some instance has scripts to notify, so the helper has to be ready. */
  readonly notifies: boolean;
}

/** A state change of an instance, a sync group, a server or a quorum, as scripts and pipes are told. */
export interface Notification {
  /** What may run at the same time has different queues; within one, order is kept. */
  readonly queue: string;
  /** The instance or group, for events. */
  readonly subject: string;
  /** "notify_master" and the like, for the log, with what to run. */
  readonly runs: readonly { readonly keyword: string; readonly command: ScriptCommand }[];
  /** The line for the pipes, without its end. */
  readonly line: string;
}

export type ToHelper =
  | { readonly type: "plan"; readonly plan: HelperPlan }
  | { readonly type: "notify"; readonly notification: Notification }
  /** Track no more, let notifications end for at most `ms`, then end everything and exit. */
  | { readonly type: "finish"; readonly ms: number };

export type FromHelper =
  | { readonly type: "track"; readonly result: TrackResult }
  | { readonly type: "event"; readonly event: AgentEvent };

/** The side of the process that has it started. Nothing here waits. */
export interface ScriptHelper {
  plan(plan: HelperPlan): void;
  notify(notification: Notification): void;
  /** Resolves when the helper is gone, at the latest shortly after `ms`. */
  finish(ms: number): Promise<void>;
}
