import { fromSeconds } from "../../base/duration.ts";
import type { BoundBlock } from "../bind.ts";
import type { GarpSettings } from "../model.ts";
import { flagOf, numberOf } from "./reader.ts";

/**
 * An instance's own values, else global_defs, else keepalived's defaults: 5 frames, again after 5 s, no
 * refresh; the burst after hearing a weaker master follows the ordinary one. vrrp_min_garp: one frame, once.
 */
export const compileGarp = (globals: BoundBlock | null, instance: BoundBlock | null): GarpSettings => {
  const minimal = flagOf(globals, "vrrp_min_garp") === true;
  const value = (name: string, fallback: number): number =>
    numberOf(instance, name) ?? numberOf(globals, `vrrp_${name}`) ?? fallback;
  const repeat = value("garp_master_repeat", minimal ? 1 : 5);
  const delay = value("garp_master_delay", minimal ? 0 : 5);
  return {
    repeat,
    delay: fromSeconds(delay),
    refresh: fromSeconds(value("garp_master_refresh", 0)),
    refreshRepeat: value("garp_master_refresh_repeat", 1),
    lowerPriorityRepeat: value("garp_lower_prio_repeat", repeat),
    lowerPriorityDelay: fromSeconds(value("garp_lower_prio_delay", delay)),
  };
};
