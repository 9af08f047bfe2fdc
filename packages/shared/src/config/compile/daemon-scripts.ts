import { fromSeconds } from "../../base/duration.ts";
import type { BoundBlock } from "../bind.ts";
import type { GlobalDefs } from "../model.ts";
import type { DaemonScript } from "../model-track.ts";
import { type Complaints, entryOf, numberOf } from "./reader.ts";
import { compileNotifyLine } from "./script-command.ts";

/** keepalived's, in seconds. */
const DEFAULT_TIMEOUT = 10;

const scriptOf = (
  globals: BoundBlock | null,
  keyword: "startup_script" | "shutdown_script",
  say: Complaints,
): DaemonScript | null => {
  const command = compileNotifyLine(entryOf(globals, keyword), say);
  return command && { command, timeout: fromSeconds(numberOf(globals, `${keyword}_timeout`) ?? DEFAULT_TIMEOUT) };
};

/** What runs before everything else begins, and when everything has ended. */
export const compileDaemonScripts = (
  globals: BoundBlock | null,
  say: Complaints,
): Pick<GlobalDefs, "startupScript" | "shutdownScript"> => {
  const startupScript = scriptOf(globals, "startup_script", say);
  const shutdownScript = scriptOf(globals, "shutdown_script", say);
  return { ...(startupScript ? { startupScript } : {}), ...(shutdownScript ? { shutdownScript } : {}) };
};
