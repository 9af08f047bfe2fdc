import type { BoundBlock } from "../bind.ts";
import type { NotifyScripts } from "../model-track.ts";
import { type Complaints, entryOf } from "./reader.ts";
import { compileNotifyLine } from "./script-command.ts";

/** The notify keywords of an instance or a sync group; left out when there are none. */
export const compileNotify = (block: BoundBlock, say: Complaints): { readonly notify?: NotifyScripts } => {
  const line = (name: string) => compileNotifyLine(entryOf(block, name), say);
  const notify: NotifyScripts = {
    master: line("notify_master"),
    backup: line("notify_backup"),
    fault: line("notify_fault"),
    stop: line("notify_stop"),
    any: line("notify"),
  };
  const weaker = line("notify_master_rx_lower_pri");
  const deletedEntry = entryOf(block, "notify_deleted");
  const deleted: NotifyScripts["deleted"] = deletedEntry ? (line("notify_deleted") ?? true) : undefined;
  const more = { ...(weaker ? { weaker } : {}), ...(deleted === undefined ? {} : { deleted }) };
  if (weaker || deleted !== undefined) return { notify: { ...notify, ...more } };
  return Object.values(notify).some((command) => command !== null) ? { notify } : {};
};
