import type { ScriptSettings } from "@baton/shared/config/model-track.ts";
import type { PrepareCommand } from "../../io/script/prepare-command.ts";
import type { Clock } from "../../ports/clock.ts";
import type { KernelTable } from "../../ports/kernel-table.ts";
import type { Prober } from "../../ports/prober.ts";
import type { ScriptHelper } from "../../ports/script-helper.ts";
import type { ServicesMemory } from "../../ports/services-memory.ts";
import type { ChildContext } from "../child.ts";
import type { MarkKeeperDeps } from "./mark-keeper.ts";
import type { VipWatchDeps } from "./vip-watch.ts";

export interface ServicesDeps {
  readonly kernel: KernelTable;
  readonly prober: Prober;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly loadModule: () => Promise<void>;
  readonly memory: ServicesMemory;
  readonly openLinks: VipWatchDeps["open"];
  readonly prepareFor: (settings: ScriptSettings) => PrepareCommand;
  /** Of the namespace whose IPVS table is meant. */
  readonly runNft: MarkKeeperDeps["runNft"];
  /** Serves the notify pipes. */
  readonly helper: ScriptHelper;
}

/** What of an agent's surroundings this process uses. */
export type ServicesContext = Pick<ChildContext, "log" | "report" | "event" | "result" | "released">;
