import { unlink } from "node:fs/promises";
import type { GlobalDefs } from "@baton/shared/config/model.ts";
import { parseReloadTime, type ReloadTime } from "../core/reload/reload-time.ts";
import { firstLine } from "../io/control/first-line.ts";
import { watchPath } from "../io/script/watch-path.ts";

type Settings = NonNullable<GlobalDefs["timedReload"]>;

/** reload_time_file: a reload at the time that stands in a file, which may come, change and go at any time. */
export interface ReloadTimer {
  /** Those of the configuration that runs. */
  follow(settings: Settings | undefined): void;
  close(): void;
}

export interface ReloadTimerDeps {
  /** Milliseconds since 1970. */
  readonly wall: () => number;
  readonly reload: () => void;
  readonly log: (line: string) => void;
}

/** The clock may be set meanwhile, so it is looked at this often; milliseconds. */
const LONGEST_SLEEP_MS = 60_000;

export const createReloadTimer = ({ wall, reload, log }: ReloadTimerDeps): ReloadTimer => {
  let settings: Settings | undefined;
  let watched: { close(): void } | null = null;
  let scheduled: ReloadTime | null = null;
  /** So that what is wrong is told once. */
  let told: string | null = null;
  let timer: NodeJS.Timeout | null = null;

  const arm = (): void => {
    if (timer) clearTimeout(timer);
    timer = scheduled ? setTimeout(wake, Math.min(Math.max(0, scheduled.at - wall()), LONGEST_SLEEP_MS)) : null;
  };
  const wake = (): void => {
    if (scheduled && wall() >= scheduled.at) void fire(scheduled);
    else arm();
  };
  const fire = async ({ dated }: ReloadTime): Promise<void> => {
    const before = settings;
    scheduled = null;
    // One without a date would mean tomorrow, one with a date is over.
    if (before && (dated || !before.repeat)) await unlink(before.file).catch(() => {});
    // The agent may have begun to stop meanwhile.
    if (settings !== before) return;
    reload();
    if (settings === before) await look();
  };
  const schedule = (next: ReloadTime | null): void => {
    if (next?.at === scheduled?.at) return;
    const text = (time: ReloadTime): string => new Date(time.at).toISOString();
    if (!next && scheduled) log(`the reload at ${text(scheduled)} is cancelled`);
    if (next) log(`a reload is scheduled for ${text(next)}`);
    scheduled = next;
    arm();
  };
  const look = async (): Promise<void> => {
    const of = settings;
    const line = of ? await firstLine(of.file) : null;
    if (settings !== of) return;
    const parsed = line === null ? null : parseReloadTime(line, wall());
    if (parsed && !parsed.ok && told !== line) log(`${of?.file}: ${parsed.error}; no reload is scheduled`);
    told = line;
    // Between its time and its end the line means the next one already.
    if (scheduled && scheduled.at <= wall()) return;
    schedule(parsed?.ok ? parsed.value : null);
  };
  const close = (): void => {
    settings = undefined;
    watched?.close();
    watched = null;
    scheduled = null;
    arm();
  };

  return {
    follow: (next) => {
      if (next?.file === settings?.file && next?.repeat === settings?.repeat) return;
      close();
      settings = next;
      if (next) watched = watchPath(next.file, look);
    },
    close,
  };
};
