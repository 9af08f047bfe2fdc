import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { until } from "@baton/e2e/lab/poll.ts";
import { configuration } from "./configuration.ts";
import { type Program, type ProgramName, startProgram } from "./program.ts";
import { cpuMs, memory } from "./usage.ts";
import { createWire, type Wire } from "./wire.ts";

export interface CostOptions {
  readonly instances: number;
  readonly advertSeconds: number;
  /** How long one measurement lasts. */
  readonly seconds: number;
}

/** What a program costs in one role. */
export interface Cost {
  readonly microsecondsPerAdvert: number;
  readonly adverts: number;
  readonly rssKb: number;
  readonly anonymousKb: number;
  /** With every other process of the program. */
  readonly allProcessesRssKb: number;
}

/** Until start-up, and the compilation of what runs often, is over. */
const SETTLE_MS = 8000;

const cost = async (wire: Wire, sender: string, program: Program, seconds: number): Promise<Cost> => {
  const pid = await program.vrrpPid();
  await pause(SETTLE_MS);
  const [adverts, cpu] = [await wire.sent(sender), await cpuMs(pid)];
  await pause(seconds * 1000);
  const [used, sent] = [(await cpuMs(pid)) - cpu, (await wire.sent(sender)) - adverts];
  const { rssKb, anonymousKb } = await memory(pid);
  return {
    microsecondsPerAdvert: (used * 1000) / sent,
    adverts: sent,
    rssKb,
    anonymousKb,
    allProcessesRssKb: (await program.memory()).rssKb,
  };
};

const allMasters = (program: Program, instances: number): Promise<unknown> =>
  until(
    { what: `${instances} instances are master`, deadlineMs: 60_000 },
    async () => (await program.entered("MASTER")) >= instances,
  );

/** First alone on the wire as master; then as backup of a keepalived that is never late, the same for both programs. */
export const measureCost = async (
  name: ProgramName,
  options: CostOptions,
): Promise<{ readonly master: Cost; readonly backup: Cost }> => {
  const { instances, advertSeconds, seconds } = options;
  const folder = await mkdtemp(path.join(tmpdir(), "baton-bench-"));
  const wire = await createWire();
  const running: Program[] = [];
  const start = async (which: ProgramName, namespace: string, priority: number): Promise<Program> => {
    const text = configuration({ instances, advertSeconds, priority });
    const program = await startProgram(which, wire, namespace, path.join(folder, `${which}-${priority}`), text);
    running.push(program);
    return program;
  };
  try {
    const alone = await start(name, wire.a, 100);
    await allMasters(alone, instances);
    const master = await cost(wire, wire.a, alone, seconds);
    await alone.side.stop();
    const feeder = await start("keepalived", wire.a, 200);
    await allMasters(feeder, instances);
    const backup = await cost(wire, wire.a, await start(name, wire.b, 90), seconds);
    return { master, backup };
  } finally {
    await Promise.all(running.map(({ side }) => side.stop()));
    await wire.remove();
    await rm(folder, { recursive: true, force: true });
  }
};
