import type { CommandResult } from "@baton/shared/contract/commands.ts";
import type { Observation } from "./observation.ts";

/** What a running drill can be told. `at` is hub time. */
export type DrillEvent =
  | { readonly type: "result"; readonly at: number; readonly result: CommandResult }
  | { readonly type: "observed"; readonly at: number; readonly observation: Observation }
  /** The hub is being stopped in an orderly way. */
  | { readonly type: "stop"; readonly at: number }
  | { readonly type: "clock"; readonly at: number };
