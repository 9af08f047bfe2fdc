import type { CodedError } from "@baton/shared/base/coded-error.ts";
import type { PhaseName } from "./state.ts";

export type GarpReason =
  | "transition"
  | "second burst"
  | "refresh"
  | "lower priority"
  | "address restored"
  | "own stall";
export type TakeoverEnd = "lease-ended" | "released" | "yielded" | "fault" | "stopped";

export type RefusalCode =
  | "takeover.already-master"
  | "takeover.not-backup"
  | "takeover.in-fault"
  | "takeover.master-too-strong"
  | "release.not-taken-over";

/** What the shell performs, in the order given. */
export type RouterAction =
  | {
      readonly type: "transition";
      readonly from: PhaseName;
      readonly to: PhaseName;
      readonly cause: string;
      readonly priority: number;
    }
  | { readonly type: "send-advert"; readonly priority: number }
  | { readonly type: "add-addresses" }
  | { readonly type: "remove-addresses" }
  | { readonly type: "send-garp"; readonly repeat: number; readonly reason: GarpReason }
  /** One address of each interface that garp_extra_if means. */
  | { readonly type: "send-extra-garp" }
  | { readonly type: "takeover-started"; readonly until: number; readonly requestedBy: string; readonly cause: string }
  | { readonly type: "takeover-ended"; readonly reason: TakeoverEnd; readonly cause: string }
  | { readonly type: "command-refused"; readonly error: CodedError<RefusalCode> }
  | { readonly type: "priority-changed"; readonly from: number; readonly to: number; readonly cause: string }
  /** A weaker router sent an advert while this one is master. */
  | { readonly type: "heard-weaker"; readonly from: string; readonly priority: number }
  /** Two routers claim the same address or ownership: a configuration error. */
  | { readonly type: "warn"; readonly text: string };

export interface Step<State> {
  readonly state: State;
  readonly actions: readonly RouterAction[];
}
