import { type FSWatcher, watch } from "node:fs";
import { basename, dirname } from "node:path";

/** While the folder can't be watched. */
const POLL_MS = 1000;
/** A change that a network file system does not announce is found after this. */
const RECHECK_MS = 5000;

/**
 * Calls `look` now, and whenever the file may have changed: one call at a time. It watches the folder, so that a file that
 * comes, goes or is replaced by a rename is noticed too.
 */
export const watchPath = (path: string, look: () => Promise<void>): { close(): void } => {
  let watcher: FSWatcher | null = null;
  let closed = false;
  let looking = false;
  let again = false;

  const lookAgain = async (): Promise<void> => {
    again = true;
    if (looking) return;
    looking = true;
    while (again && !closed) {
      again = false;
      await look();
    }
    looking = false;
  };

  const watchFolder = (): void => {
    try {
      watcher = watch(dirname(path), (_, name) => {
        if (name === null || name === basename(path)) void lookAgain();
      });
      watcher.on("error", () => {
        watcher?.close();
        watcher = null;
      });
    } catch {
      watcher = null;
    }
  };

  watchFolder();
  let checkedAt = performance.now();
  const timer = setInterval(() => {
    if (!watcher) watchFolder();
    if (watcher && performance.now() - checkedAt < RECHECK_MS) return;
    checkedAt = performance.now();
    void lookAgain();
  }, POLL_MS);
  void lookAgain();
  return {
    close: () => {
      closed = true;
      clearInterval(timer);
      watcher?.close();
    },
  };
};
