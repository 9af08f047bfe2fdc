import { type ChildProcess, fork } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { until } from "@baton/e2e/lab/poll.ts";
import { configuration } from "./configuration.ts";
import { type Program, type ProgramName, startProgram } from "./program.ts";
import { createWire } from "./wire.ts";

export interface FalseTransitions {
  readonly seconds: number;
  readonly adverts: number;
  /** State changes of either router while nothing was wrong but the load. */
  readonly transitions: number;
}

const ADVERT_SECONDS = 0.02;
const SETTLE_MS = 2000;
const STATES = ["MASTER", "BACKUP", "FAULT"] as const;

const keepBusy = (): readonly ChildProcess[] => {
  const program = fileURLToPath(new URL("./spin.ts", import.meta.url));
  return Array.from({ length: availableParallelism() }, () => fork(program, { stdio: "ignore" }));
};

const changes = async (programs: readonly Program[]): Promise<number> => {
  const counts = await Promise.all(programs.flatMap((program) => STATES.map((state) => program.entered(state))));
  return counts.reduce((sum, count) => sum + count, 0);
};

/** A master and its backup of the same program, 20 ms adverts, one busy loop for each core. */
export const countFalseTransitions = async (name: ProgramName, seconds: number): Promise<FalseTransitions> => {
  const folder = await mkdtemp(path.join(tmpdir(), "baton-bench-"));
  const wire = await createWire();
  const programs: Program[] = [];
  let busy: readonly ChildProcess[] = [];
  try {
    for (const [namespace, priority] of [
      [wire.a, 100],
      [wire.b, 90],
    ] as const) {
      const text = configuration({ instances: 1, advertSeconds: ADVERT_SECONDS, priority });
      programs.push(await startProgram(name, wire, namespace, path.join(folder, String(priority)), text));
    }
    const [stronger, weaker] = programs;
    await until({ what: "one master and one backup", deadlineMs: 30_000 }, async () => {
      const [masters, backups] = [await stronger?.entered("MASTER"), await weaker?.entered("BACKUP")];
      return (masters ?? 0) > 0 && (backups ?? 0) > 0;
    });
    await pause(SETTLE_MS);
    busy = keepBusy();
    await pause(SETTLE_MS);
    const [before, sent] = [await changes(programs), await wire.sent(wire.a)];
    await pause(seconds * 1000);
    const adverts = (await wire.sent(wire.a)) - sent;
    return { seconds, adverts, transitions: (await changes(programs)) - before };
  } finally {
    for (const child of busy) child.kill("SIGKILL");
    await Promise.all(programs.map(({ side }) => side.stop()));
    await wire.remove();
    await rm(folder, { recursive: true, force: true });
  }
};
