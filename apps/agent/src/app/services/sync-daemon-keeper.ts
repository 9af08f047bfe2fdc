import { isDeepStrictEqual } from "node:util";
import type { SyncDaemonSettings } from "@baton/shared/config/model-track.ts";
import type { VrrpState } from "@baton/shared/contract/facts.ts";
import { type SyncRole, syncOperations, wantedRoles } from "../../core/ipvs/sync-daemon.ts";
import type { ApplySync } from "../../io/netlink-ipvs/sync-daemon.ts";

/** Keeps the kernel's connection synchronisation in the role of the instance it follows. */
export interface SyncDaemonKeeper {
  configure(settings: SyncDaemonSettings | null): void;
  vrrpState(instance: string, state: VrrpState): void;
  /** Stops what was started; resolves in bounded time. */
  stop(): Promise<void>;
}

/** After a failure, such as a module or an interface that is not there yet. */
const RETRY_MS = 5000;
const BOTH: readonly SyncRole[] = ["master", "backup"];

export const createSyncDaemonKeeper = (apply: ApplySync, log: (line: string) => void): SyncDaemonKeeper => {
  const masters = new Set<string>();
  let settings: SyncDaemonSettings | null = null;
  /** Null while unknown: an earlier run may have left both, a failure may have left either. */
  let running: readonly SyncRole[] | null = null;
  let working: Promise<void> | null = null;
  let again = false;
  let retry: NodeJS.Timeout | null = null;
  let lastProblem: string | null = null;
  let stopped = false;

  const once = async (): Promise<void> => {
    if (!settings && (running ?? []).length === 0) return;
    const wanted = stopped ? [] : wantedRoles(settings, masters.has(settings?.instance ?? ""));
    const operations =
      running === null
        ? [...syncOperations(BOTH, [], null), ...syncOperations([], wanted, settings)]
        : syncOperations(running, wanted, settings);
    if (operations.length === 0) return;
    const problem = await apply(operations);
    running = problem === null ? wanted : null;
    if (problem === null) log(`lvs_sync_daemon: ${wanted.join(" and ") || "stopped"}`);
    else if (problem !== lastProblem) log(`lvs_sync_daemon: ${problem}; trying again every ${RETRY_MS / 1000} s`);
    lastProblem = problem;
    if (problem !== null && !stopped) retry ??= setTimeout(kick, RETRY_MS);
  };

  const kick = (): void => {
    if (retry) clearTimeout(retry);
    retry = null;
    again = true;
    working ??= (async () => {
      while (again) {
        again = false;
        await once();
      }
      working = null;
    })();
  };

  return {
    configure: (next) => {
      if (isDeepStrictEqual(next, settings)) return;
      // Other settings need new threads; with none any more, those that run are stopped.
      if (settings && next) running = null;
      settings = next;
      kick();
    },
    vrrpState: (instance, state) => {
      if (state === "master") masters.add(instance);
      else masters.delete(instance);
      if (settings) kick();
    },
    stop: async () => {
      stopped = true;
      if (retry) clearTimeout(retry);
      await working;
      if (running === null || running.length === 0) return;
      kick();
      await working;
    },
  };
};
