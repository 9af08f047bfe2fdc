import type { Drill } from "@baton/shared/contract/http/drills.ts";
import type { BrowserFeed } from "../ports/browser-feed.ts";
import type { DrillStore } from "../ports/drill-store.ts";
import type { Log } from "../ports/log.ts";

interface Deps {
  readonly store: DrillStore;
  readonly feed: BrowserFeed;
  readonly log: Log;
}

/** The drill that browsers see, and the order in which documents reach the database. */
export const newDrillBoard = ({ store, feed, log }: Deps) => {
  let shown: Drill | null = null;
  let saving = Promise.resolve();

  const save = (drill: Drill): Promise<void> => {
    saving = saving
      .then(() => store.put(drill))
      .catch((cause: unknown) => log.error("a drill could not be stored", { drill: drill.id, cause: String(cause) }));
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
