import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import type { VirtualServer } from "@baton/shared/config/model.ts";
import { packServers } from "../core/plan/pack-servers.ts";
import type { ProcessName, ToChild } from "../ports/process-channel.ts";
import { NO_DEBUGGER } from "./child-signals.ts";

/** Old heap of each at most, megabytes. */
const HEAP_MB: Readonly<Record<ProcessName, number>> = {
  vrrp: 64,
  services: 256,
  bfd: 64,
  mail: 96,
  uplink: 384,
  host: 128,
  witness: 128,
};

/** Left alone the young heap grows to 48 MB; with 10,000 checked servers this one saves 120 MB and costs no time. */
const YOUNG_HEAP_MB = 2;

/**
 * Adverts and the witness's clock must not wait for a busy host; the rest may. A wish: without CAP_SYS_NICE the kernel
 * says no, and the process runs like any other.
 */
const NICE: Readonly<Partial<Record<ProcessName, number>>> = { vrrp: -15, bfd: -15, witness: -10 };

/** From when it begins its work: one that loads its code and waits for the first table must not be ahead of who writes that. */
export const prefer = (name: ProcessName, pid: number | undefined): void => {
  const nice = NICE[name];
  if (nice === undefined || pid === undefined) return;
  try {
    setPriority(pid, nice);
  } catch {
    // As said above.
  }
};

/** The process's program: its bundle next to ours, or its source when we run from source. */
export const childFile = (name: ProcessName): string => {
  const bundle = fileURLToPath(new URL(`./${name}.mjs`, import.meta.url));
  return existsSync(bundle) ? bundle : fileURLToPath(new URL(`./processes/${name}.ts`, import.meta.url));
};

/** `ip` becomes the program itself, with the namespace's own /sys: pid and channel are the program's. */
const programIn = (namespace: string | null, execArgv: string[]) =>
  namespace === null
    ? { execArgv }
    : { execPath: "ip", execArgv: ["netns", "exec", namespace, process.execPath, ...execArgv] };

/**
 * Starts a process's program, which does nothing until its first message tells it to. `namespace`: the network namespace
 * that it runs in, by its name; null: the agent's own.
 */
export const forkChild = (name: ProcessName, file: string, namespace: string | null): ChildProcess =>
  fork(file, [], {
    stdio: ["ignore", 2, 2, "ipc"],
    serialization: "json",
    ...programIn(namespace, [
      `--max-old-space-size=${HEAP_MB[name]}`,
      `--max-semi-space-size=${YOUNG_HEAP_MB}`,
      // So small a young heap is swept sooner than helpers are woken for it.
      "--no-parallel-scavenge",
      "--disable-warning=ExperimentalWarning",
      NO_DEBUGGER,
    ]),
  });

export interface TakenChild {
  readonly child: ChildProcess;
  /** What it was told of ahead of its first message. */
  readonly knows: readonly VirtualServer[];
}

/** So many virtual servers at a time are told ahead. */
const AHEAD = 64;

/**
 * A process that loads its code while the supervisor still reads the configuration. Whoever does not take it in has to
 * drop it; it has touched nothing by then.
 */
export interface EarlyChild {
  /** Tells it of a virtual server of the configuration that is being read. It keeps it, and does nothing about it. */
  ahead(server: VirtualServer): void;
  /** The process, once; null when it is gone already. */
  take(): TakenChild | null;
  drop(): void;
}

export const forkEarly = (name: ProcessName, file: string = childFile(name)): EarlyChild => {
  let waiting: ChildProcess | null = forkChild(name, file, null);
  const knows: VirtualServer[] = [];
  let untold: VirtualServer[] = [];
  const ignore = (): void => {};
  // One that could not be started is started again by its manager, which tells of it.
  waiting.on("error", ignore);
  return {
    ahead: (server) => {
      if (!waiting?.connected) return;
      untold.push(server);
      if (untold.length < AHEAD) return;
      const servers = packServers(untold, [], knows.at(-1));
      knows.push(...untold);
      untold = [];
      // The channel takes it while the reading goes on; one that is gone by then is not taken.
      waiting.send({ type: "ahead", servers } satisfies ToChild, ignore);
    },
    take: () => {
      const child = waiting;
      waiting = null;
      return child?.connected && child.exitCode === null && child.signalCode === null ? { child, knows } : null;
    },
    drop: () => {
      waiting?.kill("SIGKILL");
      waiting = null;
    },
  };
};
