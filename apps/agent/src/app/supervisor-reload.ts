import type { ConfigModel } from "@baton/shared/config/model.ts";
import { makeReloadFile, removeReloadFile } from "../io/control/reload-file.ts";
import type { Log } from "../io/log.ts";
import type { AgentSettings } from "../ports/settings.ts";
import { createReloadTimer } from "./reload-timer.ts";
import type { ConfigFile } from "./settings-config-file.ts";
import type { Supervisor } from "./supervisor.ts";

/** Reads the configuration again when SIGHUP or reload_time_file asks for it. */
export interface Reloading {
  /** There is something to reload; a SIGHUP that came before counts now. */
  open(): void;
  close(): void;
}

/** Reads the configuration file. */
export type ReadConfig = (path: string) => ConfigFile;

type Running = Pick<Supervisor, "model" | "reload" | "event">;

export const createReloading = (
  settings: AgentSettings,
  supervisor: Running,
  log: Log,
  read: ReadConfig,
): Reloading => {
  let ready = false;
  let waits = false;

  const reload = (): void => {
    reloadConfig(settings, supervisor, log, read);
    timer.follow(supervisor.model()?.globals.timedReload);
  };
  const timer = createReloadTimer({ wall: Date.now, reload, log });
  const hangUp = (): void => {
    if (ready) reload();
    else waits = true;
  };
  process.on("SIGHUP", hangUp);

  return {
    open: () => {
      ready = true;
      const { reloadFile, timedReload } = supervisor.model()?.globals ?? {};
      if (reloadFile !== undefined) removeReloadFile(reloadFile);
      timer.follow(timedReload);
      if (waits) reload();
    },
    close: () => {
      timer.close();
      process.off("SIGHUP", hangUp);
    },
  };
};

const readAgain = (path: string, running: ConfigModel | null, log: Log, read: ReadConfig): ConfigFile => {
  const marker = running?.globals.reloadFile;
  const failed = marker === undefined ? null : makeReloadFile(marker);
  if (failed !== null) log(failed);
  try {
    return read(path);
  } finally {
    if (marker !== undefined) removeReloadFile(marker);
  }
};

/** A broken file changes nothing: the agent goes on with what it has and says so. */
const reloadConfig = (settings: AgentSettings, supervisor: Running, log: Log, read: ReadConfig): void => {
  const path = settings.configPath;
  if (path === null || !settings.roles.includes("director")) {
    log("SIGHUP: this agent has no configuration file");
    return;
  }
  const running = supervisor.model();
  const { model, problems } = readAgain(path, running, log, read);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  const stays = model?.globals.namespace === running?.globals.namespace;
  if (model && stays) supervisor.reload(model);
  const first = model && !stays ? "net_namespace has changed, which needs a restart" : (problems[0] ?? "");
  tell(supervisor, path, model !== null && stays, problems.length, first.split("\n")[0] ?? "");
};

const tell = (supervisor: Running, path: string, done: boolean, problems: number, first: string): void =>
  supervisor.event({
    kind: done ? "config.loaded" : "config.refused",
    severity: done ? "info" : "critical",
    at: Date.now(),
    subject: path,
    text: done
      ? `Reloaded ${path}`
      : `${path} is broken; going on with the configuration as it was: ${first}`.slice(0, 2000),
    data: { problems, first: first.slice(0, 2000) },
  });
