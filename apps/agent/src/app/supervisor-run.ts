import { errorText } from "@baton/shared/base/error-text.ts";
import { mkdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { ConfigModel } from "@baton/shared/config/model.ts";
import { createReadMemory } from "@baton/shared/config/read-memory.ts";
import { type Capability, missingCapabilities } from "../io/control/capabilities.ts";
import { type ControlServer, openControlServer } from "../io/control/control-server.ts";
import { namespaceProblem } from "../io/control/namespace.ts";
import { lockStateDir } from "../io/control/state-lock.ts";
import { createLog, type Log } from "../io/log.ts";
import type { AgentSettings } from "../ports/settings.ts";
import { type DaemonScriptRun, runDaemonScript } from "./script/run-daemon-script.ts";
import { loadConfigFile } from "./settings-config-file.ts";
import { DUMP_SIGNALS, dumpStatus } from "./status-dump.ts";
import { Supervisor } from "./supervisor.ts";
import type { EarlyChild } from "./supervisor-fork.ts";
import { createReloading, type ReadConfig } from "./supervisor-reload.ts";
import type { ControlReply } from "./supervisor-status.ts";

/** Why `runAgent` came back; the command line turns it into an exit code. */
export type AgentEnd = "stopped" | "config-broken" | "no-permission" | "locked" | "system-failure";

/** Whatever hangs, the agent is gone after this time. */
const STOP_DEADLINE_MS = 15_000;

/**
 * `baton agent run`: everything that can refuse a start comes first and touches nothing in the kernel; then the
 * processes run until SIGTERM or SIGINT. Resolves with the reason. `early` is taken by the supervisor, or still the caller's.
 */
export const runAgent = async (
  settings: AgentSettings,
  version: string,
  early: EarlyChild | null = null,
): Promise<AgentEnd> => {
  const log = createLog("baton");
  const memory = createReadMemory();
  const read: ReadConfig = (path) => loadConfigFile(path, { memory });
  const readAhead: ReadConfig = (path) => loadConfigFile(path, { memory, ...(early ? { onServer: early.ahead } : {}) });
  let model: ConfigModel | null = null;
  if (settings.configPath !== null && settings.roles.includes("director")) {
    const loaded = readAhead(settings.configPath);
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
  const absent = model?.globals.namespace === undefined ? null : namespaceProblem(model.globals.namespace);
  if (absent !== null) {
    log(absent);
    return "system-failure";
  }
  const lock = await takeLock(settings.stateDir, log);
  if (typeof lock === "string") return lock;
  try {
    return await runLocked(new Supervisor({ settings, model, version, log, early }), {
      settings,
      version,
      log,
      read,
    });
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
    log(`can't use the state folder ${stateDir}: ${errorText(error)}`);
    return "system-failure";
  }
};

interface Surroundings {
  readonly settings: AgentSettings;
  readonly version: string;
  readonly log: Log;
  readonly read: ReadConfig;
}

const runLocked = async (supervisor: Supervisor, { settings, version, log, read }: Surroundings): Promise<AgentEnd> => {
  let control: ControlServer | null = null;
  try {
    control = await openControlServer(settings.stateDir, (line) => answer(supervisor, line));
  } catch (error) {
    log(`no control socket: ${errorText(error)}; going on without it`);
  }
  const reloading = createReloading(settings, supervisor, log, read);
  for (const each of DUMP_SIGNALS) process.on(each, () => dumpStatus(settings.stateDir, supervisor.status(), log));
  const signal = untilSignal();
  announceStart(settings, supervisor, version);
  if (await runStartup(supervisor.model(), signal, log)) {
    supervisor.start();
    reloading.open();
  }

  const name = await signal;
  reloading.close();
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
  const end = await Promise.race([supervisor.stop(), late]);
  if (end === "late") log("not everything stopped in time; leaving");
  await runScript("shutdown_script", supervisor.model(), log)?.ended;
  if (end === "late") return "system-failure";
  log("Stopped Baton");
  return "stopped";
};

/** What understands requests takes long to load, and most agents are never asked. */
const answer = async (supervisor: Supervisor, line: string): Promise<string> => {
  try {
    return await (await import("./supervisor-control.ts")).answerControl(supervisor, line);
  } catch (error) {
    const message = `the agent can't answer: ${errorText(error)}`;
    return JSON.stringify({ type: "error", message } satisfies ControlReply);
  }
};

const runScript = (
  keyword: "startup_script" | "shutdown_script",
  model: ConfigModel | null,
  log: Log,
): DaemonScriptRun | null => {
  if (!model) return null;
  const { startupScript, shutdownScript } = model.globals;
  const script = keyword === "startup_script" ? startupScript : shutdownScript;
  return script ? runDaemonScript(keyword, script, model.globals, log) : null;
};

/** Resolves with whether to go on when the startup_script has ended: a signal that comes before ends it. */
const runStartup = async (model: ConfigModel | null, signal: Promise<string>, log: Log): Promise<boolean> => {
  const startup = runScript("startup_script", model, log);
  if (!startup) return true;
  const cut = await Promise.race([startup.ended, signal]);
  if (cut === undefined) return true;
  startup.stop();
  await startup.ended;
  return false;
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
