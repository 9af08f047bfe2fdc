import { fromSeconds } from "../../base/duration.ts";
import type { BoundBlock } from "../bind.ts";
import type { GlobalDefs } from "../model.ts";
import type { FifoReader } from "../model-track.ts";
import { compileFirewall } from "./behaviour.ts";
import { readExtraGarp } from "./extra-garp.ts";
import { sayGlobalGroups } from "./multicast.ts";
import { type Complaints, entriesOf, entryOf, flagOf, numberOf } from "./reader.ts";
import { readBufferPolicy } from "./receive-buffer.ts";
import { compileNotifyLine, compileUser } from "./script-command.ts";

type VrrpGlobals = Pick<
  GlobalDefs,
  | "scripts"
  | "logsUnknownVrids"
  | "vrrpFifos"
  | "vrrpFifoReaders"
  | "vrrpScheduling"
  | "vrrpStartupDelay"
  | "firewall"
  | "silentLocalGroups"
>;

const fifos = (globals: BoundBlock | null): readonly string[] => [
  ...new Set(
    ["notify_fifo", "vrrp_notify_fifo"].flatMap((keyword) =>
      entriesOf(globals, keyword).flatMap(({ args }) => args[0]?.value ?? []),
    ),
  ),
];

/** A program for a pipe that nobody names has nothing to read. */
const fifoReaders = (globals: BoundBlock | null, say: Complaints): readonly FifoReader[] =>
  ["notify_fifo", "vrrp_notify_fifo"].flatMap((keyword) => {
    const script = entryOf(globals, `${keyword}_script`);
    const command = compileNotifyLine(script, say);
    const path = entryOf(globals, keyword)?.args[0]?.value;
    if (script && path === undefined)
      say.error(script.keyword, "config.missing-keyword", `'${keyword}_script' needs '${keyword}'`);
    return command && path !== undefined ? [{ path, command }] : [];
  });

/** What of global_defs concerns scripts, pipes and how the VRRP process runs. */
export const compileVrrpGlobals = (globals: BoundBlock | null, say: Complaints): VrrpGlobals => {
  const security = flagOf(globals, "enable_script_security") ?? false;
  const user = compileUser(entryOf(globals, "script_user")?.args ?? [], say);
  const vrrpFifos = fifos(globals);
  const vrrpFifoReaders = fifoReaders(globals, say);
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
    ...(vrrpFifos.length > 0 ? { vrrpFifos } : {}),
    ...(vrrpFifoReaders.length > 0 ? { vrrpFifoReaders } : {}),
    ...(realtime !== null || nice !== null || lockMemory
      ? { vrrpScheduling: { realtimePriority: realtime, nice, lockMemory } }
      : {}),
  };
};
