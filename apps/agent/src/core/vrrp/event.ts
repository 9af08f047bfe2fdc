import type { Advert } from "./advert.ts";
import type { GroupOrder } from "./group.ts";

export type LinkCondition =
  | { readonly usable: true; readonly address: string }
  /** A sentence part: "eth0 is down", "there is no interface eth0". */
  | { readonly usable: false; readonly problem: string };

/** Everything that can happen to a virtual router. `at` is monotonic time in milliseconds. */
export type RouterEvent =
  | { readonly type: "start"; readonly at: number; readonly link: LinkCondition }
  | { readonly type: "link"; readonly at: number; readonly link: LinkCondition }
  /** Checked and accepted: see accept-advert. */
  | { readonly type: "advert"; readonly at: number; readonly from: string; readonly advert: Advert }
  | { readonly type: "tick"; readonly at: number }
  | { readonly type: "takeover"; readonly at: number; readonly leaseMs: number; readonly requestedBy: string }
  | { readonly type: "release"; readonly at: number; readonly requestedBy: string }
  /** What is tracked changed; `cause` names it. */
  | { readonly type: "adjust"; readonly at: number; readonly adjustment: number; readonly cause: string }
  /** Someone else took addresses of ours off the interface. */
  | { readonly type: "addresses-lost"; readonly at: number; readonly addresses: readonly string[] }
  /** From the sync group named, because of another member. */
  | { readonly type: "group"; readonly at: number; readonly order: GroupOrder; readonly group: string }
  | { readonly type: "stop"; readonly at: number; readonly reason: string };

export type EventOf<T extends RouterEvent["type"]> = Extract<RouterEvent, { type: T }>;
