import { fromSeconds } from "../../base/duration.ts";
import type { BoundBlock } from "../bind.ts";
import type { GlobalDefs } from "../model.ts";
import { compileFirewall } from "./behaviour.ts";
import { readExtraGarp } from "./extra-garp.ts";
import { sayGlobalGroups } from "./multicast.ts";
import { type Complaints, entryOf, flagOf, numberOf } from "./reader.ts";
import { readBufferPolicy } from "./receive-buffer.ts";
import { compileUser } from "./script-command.ts";

type VrrpGlobals = Pick<
  GlobalDefs,
  "scripts" | "logsUnknownVrids" | "vrrpScheduling" | "vrrpStartupDelay" | "firewall" | "silentLocalGroups"
>;

/** What of global_defs concerns scripts and how the VRRP process runs. */
export const compileVrrpGlobals = (globals: BoundBlock | null, say: Complaints): VrrpGlobals => {
  const security = flagOf(globals, "enable_script_security") ?? false;
  const user = compileUser(entryOf(globals, "script_user")?.args ?? [], say);
  const realtimePriority = numberOf(globals, "vrrp_rt_priority");
  const nice = numberOf(globals, "vrrp_priority");
  const lockMemory = flagOf(globals, "vrrp_no_swap") === true;
  // A negative realtime priority turns it off, as in keepalived.
  const realtime = realtimePriority !== null && realtimePriority > 0 ? realtimePriority : null;
  sayGlobalGroups(globals, say);
  readExtraGarp(entryOf(globals, "vrrp_garp_extra_if"), say);
  readBufferPolicy(globals, say);
  const startupDelay = numberOf(globals, "vrrp_startup_delay") ?? 0;
  return {
    ...compileFirewall(globals),
    ...(entryOf(globals, "disable_local_igmp") ? { silentLocalGroups: true as const } : {}),
    ...(flagOf(globals, "log_unknown_vrids") === true ? { logsUnknownVrids: true as const } : {}),
    ...(startupDelay > 0 ? { vrrpStartupDelay: fromSeconds(startupDelay) } : {}),
    ...(security || user ? { scripts: { security, user } } : {}),
    ...(realtime !== null || nice !== null || lockMemory
      ? { vrrpScheduling: { realtimePriority: realtime, nice, lockMemory } }
      : {}),
  };
};
