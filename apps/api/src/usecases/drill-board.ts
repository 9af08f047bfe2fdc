import type { Drill } from "@baton/shared/contract/http/drills.ts";
import type { BrowserFeed } from "../ports/browser-feed.ts";
import type { DrillStore } from "../ports/drill-store.ts";
import type { Log } from "../ports/log.ts";

interface Deps {
  readonly store: DrillStore;
  readonly feed: BrowserFeed;
  readonly log: Log;
}

/**
 * The drill that browsers see, and the order in which documents reach the database. A document that changed again
 * before its turn came is stored once, as it is by then.
 */
export const newDrillBoard = ({ store, feed, log }: Deps) => {
  let shown: Drill | null = null;
  let saving = Promise.resolve();
  const waiting = new Map<string, Drill>();

  const put = async (id: string): Promise<void> => {
    const drill = waiting.get(id);
    if (drill === undefined) return;
    waiting.delete(id);
    await store.put(drill);
  };

  const save = (drill: Drill): Promise<void> => {
    const { id } = drill;
    waiting.set(id, drill);
    saving = saving
      .then(() => put(id))
      .catch((cause: unknown) => log.error("a drill could not be stored", { drill: id, cause: String(cause) }));
    return saving;
  };

  const show = (drill: Drill): void => {
    shown = drill;
    feed.drill(drill);
    void save(drill);
  };

  return {
    show,
    shown: (): Drill | null => shown,
    begin: (drill: Drill | null): void => {
      shown = drill;
    },
    /** An older drill is stored and told, but does not take the place of the one shown. */
    amend: async (drill: Drill): Promise<void> => {
      if (shown === null || shown.id === drill.id) show(drill);
      else {
        feed.drill(drill);
        void save(drill);
      }
      await saving;
    },
    /** When everything shown so far is in the database. */
    stored: (): Promise<void> => saving,
  };
};
