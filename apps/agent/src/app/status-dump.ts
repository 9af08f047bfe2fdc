import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { errorText } from "@baton/shared/base/error-text.ts";
import type { Log } from "../io/log.ts";
import type { AgentStatus } from "./supervisor-status.ts";

/** Those by which keepalived's users ask for its data and its statistics. */
export const DUMP_SIGNALS = ["SIGUSR1", "SIGUSR2"] as const;

/** Writes what `baton agent status --json` says to the state folder, readable by its owner alone; says what failed. */
export const dumpStatus = (stateDir: string, status: AgentStatus, log: Log): void => {
  const path = join(stateDir, "status.json");
  const draft = `${path}.new`;
  try {
    rmSync(draft, { force: true });
    writeFileSync(draft, `${JSON.stringify(status, null, 2)}\n`, { mode: 0o600, flag: "wx" });
    renameSync(draft, path);
    log(`Wrote the state to ${path}`);
  } catch (error) {
    log(`can't write the state to ${path}: ${errorText(error)}`);
  }
};
