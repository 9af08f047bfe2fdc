import type { Clock } from "../ports/clock.ts";
import type { Housekeeper } from "../ports/housekeeper.ts";
import type { Log } from "../ports/log.ts";

/** At about 400 bytes a row, a few hundred megabytes at most. */
export const KEPT = { events: 1_000_000, audit: 200_000, drills: 10_000 } as const;

const EVERY_MS = 60 * 60_000;

interface Deps {
  readonly housekeeper: Housekeeper;
  readonly clock: Clock;
  readonly log: Log;
}

export const tidyUp = async ({ housekeeper, clock }: Deps, kept: Readonly<Record<keyof typeof KEPT, number>>) =>
  (await housekeeper.trimEvents(kept.events)) +
  (await housekeeper.trimAudit(kept.audit)) +
  (await housekeeper.trimDrills(kept.drills)) +
  (await housekeeper.dropExpired(clock.now()));

/** Tidies up once an hour, until the returned function is called; it waits for a tidying under way. */
export const startHousekeeping = (deps: Deps): (() => Promise<void>) => {
  let work = Promise.resolve();
  let cancel = () => {};
  const tidy = async (): Promise<void> => {
    try {
      const rows = await tidyUp(deps, KEPT);
      if (rows > 0) deps.log.info("old rows removed", { rows });
    } catch (cause) {
      deps.log.error("old rows could not be removed", { cause: String(cause) });
    }
  };
  const wait = (): void => {
    cancel = deps.clock.wakeAt(deps.clock.now() + EVERY_MS, () => {
      work = tidy();
      wait();
    });
  };
  wait();
  return async () => {
    cancel();
    await work;
  };
};
