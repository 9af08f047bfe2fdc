import { readFile } from "node:fs/promises";
import path from "node:path";
import { poll } from "@baton/e2e/lab/poll.ts";
import { tail } from "@baton/e2e/lab/processes.ts";
import { batonSide, keepalivedSide, type Side } from "../interop/sides.ts";
import { commandLine, type Memory, memory } from "./usage.ts";
import type { Wire } from "./wire.ts";

export const PROGRAMS = ["keepalived", "baton"] as const;
export type ProgramName = (typeof PROGRAMS)[number];

/** One program on one side of the wire. */
export interface Program {
  readonly side: Side;
  /** The process that speaks VRRP: keepalived's child, Baton's `vrrp`. */
  vrrpPid(): Promise<number>;
  /** All of the program's processes together. */
  memory(): Promise<Memory>;
  entered(state: "MASTER" | "BACKUP" | "FAULT"): Promise<number>;
}

const START_MS = 30_000;
/** Enough for every line about a few hundred instances. */
const LOG_LINES = 100_000;

const openers = { baton: batonSide, keepalived: keepalivedSide } as const;

const findVrrp = async (name: ProgramName, folder: string, pids: readonly number[]): Promise<number | null> => {
  if (name === "keepalived") {
    const pid = Number(await readFile(path.join(folder, "vrrp.pid"), "utf8"));
    return pids.includes(pid) ? pid : null;
  }
  for (const pid of pids) if (/\/vrrp\.(mjs|ts) /.test(`${await commandLine(pid)} `)) return pid;
  return null;
};

export const startProgram = async (
  name: ProgramName,
  wire: Wire,
  namespace: string,
  folder: string,
  configuration: string,
): Promise<Program> => {
  const side = await openers[name](namespace, folder, configuration);
  await side.start();
  return {
    side,
    vrrpPid: () =>
      poll({ what: `${name}'s VRRP process`, deadlineMs: START_MS, evidence: () => tail(side.logFile) }, async () =>
        findVrrp(name, folder, await wire.processes(namespace)),
      ),
    memory: async () => {
      const all = await Promise.all((await wire.processes(namespace)).map(memory));
      const sum = (key: keyof Memory): number => all.reduce((total, each) => total + each[key], 0);
      return { rssKb: sum("rssKb"), anonymousKb: sum("anonymousKb") };
    },
    entered: async (state) => {
      const log = await readFile(side.logFile, "utf8");
      return log.split("\n", LOG_LINES).filter((line) => line.includes(`Entering ${state} STATE`)).length;
    },
  };
};
