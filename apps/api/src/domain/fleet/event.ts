import type { Hello, Role, Snapshot } from "@baton/shared/contract/agent-hub.ts";
import type { Delta } from "@baton/shared/contract/picture.ts";

/** What can happen to the fleet. `connection` tells a node's present connection from one it had before. */
export type FleetEvent =
  | { readonly type: "enrolled"; readonly at: number; readonly node: string; readonly roles: readonly Role[] }
  | {
      readonly type: "hello";
      readonly at: number;
      readonly node: string;
      readonly connection: string;
      readonly hello: Hello;
    }
  | { readonly type: "snapshot"; readonly node: string; readonly connection: string; readonly snapshot: Snapshot }
  | { readonly type: "delta"; readonly node: string; readonly connection: string; readonly delta: Delta }
  | { readonly type: "lost"; readonly at: number; readonly node: string; readonly connection: string };

export type FleetAction =
  | { readonly type: "tell-node"; readonly node: string }
  | { readonly type: "tell-delta"; readonly node: string; readonly delta: Delta }
  | { readonly type: "resync"; readonly connection: string; readonly code: "gap" | "no-snapshot" }
  /** The node has a newer connection; this one ends. */
  | { readonly type: "replace"; readonly connection: string }
  /** For the counters: "delta.gap", "delta.repeat", "delta.no-snapshot", "late-message". */
  | { readonly type: "count"; readonly name: string };
