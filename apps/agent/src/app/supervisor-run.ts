import { mkdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { ConfigModel } from "@baton/shared/config/model.ts";
import { type Capability, missingCapabilities } from "../io/control/capabilities.ts";
import { type ControlServer, openControlServer } from "../io/control/control-server.ts";
import { lockStateDir } from "../io/control/state-lock.ts";
import { createLog, type Log } from "../io/log.ts";
import type { AgentSettings } from "../ports/settings.ts";
import { loadConfigFile } from "./settings-config-file.ts";
import { createSupervisor, type Supervisor } from "./supervisor.ts";
import { answerControl } from "./supervisor-control.ts";

/** Why `runAgent` came back; the command line turns it into an exit code. */
export type AgentEnd = "stopped" | "config-broken" | "no-permission" | "locked" | "system-failure";

/** Whatever hangs, the agent is gone after this time. */
const STOP_DEADLINE_MS = 15_000;

/**
 * `baton agent run`: everything that can refuse a start comes first and touches nothing in the kernel; then the
 * processes run until SIGTERM or SIGINT. Resolves with the reason.
 */
export const runAgent = async (settings: AgentSettings, version: string): Promise<AgentEnd> => {
  const log = createLog("baton");
  let model: ConfigModel | null = null;
  if (settings.configPath !== null && settings.roles.includes("director")) {
    const loaded = loadConfigFile(settings.configPath);
    for (const problem of loaded.problems) process.stderr.write(`${problem}\n`);
    if (!loaded.model) {
      log(`${settings.configPath} is broken; nothing was touched`);
      return "config-broken";
    }
    model = loaded.model;
  }
  const missing = missingCapabilities(neededBy(settings));
  if (missing.length > 0) {
    log(`this process lacks ${missing.join(" and ")}, needed to set addresses and speak VRRP; run it as root`);
    return "no-permission";
  }
  const lock = await takeLock(settings.stateDir, log);
  if (typeof lock === "string") return lock;
  try {
    return await runLocked(settings, model, version, log);
  } finally {
    lock.release();
  }
};

const neededBy = ({ roles }: AgentSettings): readonly Capability[] => {
  if (roles.includes("director")) return ["CAP_NET_ADMIN", "CAP_NET_RAW"];
  return roles.includes("realserver") ? ["CAP_NET_ADMIN"] : [];
};

const takeLock = async (stateDir: string, log: Log): Promise<{ release(): void } | AgentEnd> => {
  try {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 });
    const lock = await lockStateDir(stateDir);
    if (lock) return lock;
    log(`another agent is running with the state folder ${stateDir}; stop it, or give this one its own --state-dir`);
    return "locked";
  } catch (error) {
    log(`can't use the state folder ${stateDir}: ${error instanceof Error ? error.message : String(error)}`);
    return "system-failure";
  }
};

const runLocked = async (
  settings: AgentSettings,
  model: ConfigModel | null,
  version: string,
  log: Log,
): Promise<AgentEnd> => {
  const supervisor = createSupervisor({ settings, model, version, log });
  let control: ControlServer | null = null;
  try {
    control = await openControlServer(settings.stateDir, (line) => answerControl(supervisor, line));
  } catch (error) {
    log(`no control socket: ${error instanceof Error ? error.message : String(error)}; going on without it`);
  }
  const reload = (): void => reloadConfig(settings, supervisor, log);
  process.on("SIGHUP", reload);
  const signal = untilSignal();
  announceStart(settings, supervisor, version);
  supervisor.start();

  const name = await signal;
  process.off("SIGHUP", reload);
  control?.close();
  supervisor.event({
    kind: "agent.stopping",
    severity: "warning",
    at: Date.now(),
    subject: settings.name,
    text: `Stopping Baton v${version} (${name})`,
    data: { signal: name },
  });
  const late = sleep(STOP_DEADLINE_MS, "late" as const, { ref: false });
  if ((await Promise.race([supervisor.stop(), late])) === "late") {
    log("not everything stopped in time; leaving");
    return "system-failure";
  }
  log("Stopped Baton");
  return "stopped";
};

/** Further signals while stopping change nothing: the stop is bounded and as fast as it can be. */
const untilSignal = (): Promise<"SIGTERM" | "SIGINT"> =>
  new Promise((resolve) => {
    process.on("SIGTERM", () => resolve("SIGTERM"));
    process.on("SIGINT", () => resolve("SIGINT"));
  });

const announceStart = (settings: AgentSettings, supervisor: Supervisor, version: string): void =>
  supervisor.event({
    kind: "agent.started",
    severity: "info",
    at: supervisor.run.startedAt,
    subject: settings.name,
    text: `Starting Baton v${version} as ${settings.name} (${settings.roles.join(", ")})`,
    data: { version, pid: process.pid, roles: settings.roles.join(", ") },
  });

/** A broken file changes nothing: the agent goes on with what it has and says so. */
const reloadConfig = (settings: AgentSettings, supervisor: Supervisor, log: Log): void => {
  const path = settings.configPath;
  if (path === null || !settings.roles.includes("director")) {
    log("SIGHUP: this agent has no configuration file");
    return;
  }
  const loaded = loadConfigFile(path);
  for (const problem of loaded.problems) process.stderr.write(`${problem}\n`);
  if (loaded.model) supervisor.reload(loaded.model);
  const first = loaded.problems[0]?.split("\n")[0] ?? "";
  supervisor.event({
    kind: loaded.model ? "config.loaded" : "config.refused",
    severity: loaded.model ? "info" : "critical",
    at: Date.now(),
    subject: path,
    text: loaded.model
      ? `Reloaded ${path}`
      : `${path} is broken; going on with the configuration as it was: ${first}`.slice(0, 2000),
    data: { problems: loaded.problems.length, first: first.slice(0, 2000) },
  });
};
