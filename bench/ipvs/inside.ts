import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { mustRun } from "@baton/e2e/lab/command.ts";
import { env, need } from "@baton/e2e/vm/debian.ts";
import { type DirectorName, startDirector } from "../lib/director.ts";
import type { IpvsRun, IpvsRuns } from "./ipvs.ts";
import { type Observer, openObserver } from "./observer.ts";
import { configuration, ipvsadmRules, type TableSize } from "./table.ts";

/** Runs in a kernel with IPVS and in a network namespace of its own. The last line is the result. */

const DEADLINE_MS = 180_000;

const say = (text: string): void => void process.stderr.write(`${text}\n`);

const expectServers = async (observer: Observer, size: TableSize, who: string): Promise<void> => {
  const [count, wanted] = [await observer.count(), size.services * size.serversEach];
  if (count !== wanted) throw new Error(`${who} left ${count} of ${wanted} servers in the table`);
};

const measureDirector = async (
  name: DirectorName,
  folder: string,
  observer: Observer,
  size: TableSize,
): Promise<IpvsRun> => {
  const director = await startDirector(name, folder, configuration(size, false));
  try {
    const { first, last } = await observer.load(size, DEADLINE_MS);
    await expectServers(observer, size, name);
    const next = configuration(size, true);
    // It may still be busy with its start; a reload then would measure that.
    await new Promise((resolve) => setTimeout(resolve, 5000));
    const asked = performance.now();
    await director.reload(next);
    const changed = await observer.change(size, DEADLINE_MS);
    await expectServers(observer, size, name);
    return { writingMs: last - first, fromStartMs: last - director.startedAt, reloadMs: changed - asked };
  } catch (error) {
    say(await director.lastLines());
    throw error;
  } finally {
    await director.stop();
  }
};

/** A first start that is not measured: what is measured is a start on a host where the program has run before. */
const warmUp = async (name: DirectorName, folder: string, observer: Observer): Promise<void> => {
  const small = { services: 1, serversEach: 1 };
  const director = await startDirector(name, folder, configuration(small, false));
  try {
    await observer.load(small, DEADLINE_MS);
  } finally {
    await director.stop();
  }
};

const measureIpvsadm = async (folder: string, observer: Observer, size: TableSize): Promise<IpvsRun> => {
  const file = path.join(folder, "rules");
  await writeFile(file, ipvsadmRules(size));
  const startedAt = performance.now();
  const child: ChildProcess = spawn(need("ipvsadm"), ["-R"], { env: env(), stdio: ["pipe", "ignore", "inherit"] });
  if (child.stdin) createReadStream(file).pipe(child.stdin);
  const exited = once(child, "exit");
  const { first, last } = await observer.load(size, DEADLINE_MS);
  await exited;
  await expectServers(observer, size, "ipvsadm");
  return { writingMs: last - first, fromStartMs: last - startedAt, reloadMs: null };
};

const main = async (options: TableSize & { readonly runs: number }): Promise<IpvsRuns> => {
  await mustRun(["ip", "link", "set", "lo", "up"], { env: env() });
  const folder = await mkdtemp(path.join(tmpdir(), "baton-bench-"));
  const observer = await openObserver();
  const runs: Record<keyof IpvsRuns, IpvsRun[]> = { keepalived: [], baton: [], ipvsadm: [] };
  const measure = {
    keepalived: () => measureDirector("keepalived", path.join(folder, "keepalived"), observer, options),
    baton: () => measureDirector("baton", path.join(folder, "baton"), observer, options),
    ipvsadm: () => measureIpvsadm(folder, observer, options),
  };
  try {
    for (const name of ["keepalived", "baton"] as const) await warmUp(name, path.join(folder, name), observer);
    for (let run = 1; run <= options.runs; run++) {
      for (const name of ["keepalived", "baton", "ipvsadm"] as const) {
        const { writingMs, fromStartMs, reloadMs } = await measure[name]();
        runs[name].push({ writingMs, fromStartMs, reloadMs });
        const words = [`written in ${writingMs.toFixed(0)} ms`, `${fromStartMs.toFixed(0)} ms from its start`];
        if (reloadMs !== null) words.push(`1 % changed in ${reloadMs.toFixed(0)} ms`);
        say(`run ${run}/${options.runs} ${name}: ${words.join(", ")}`);
        await mustRun([need("ipvsadm"), "-C"], { env: env() });
      }
    }
    return runs;
  } finally {
    observer.close();
    await rm(folder, { recursive: true, force: true });
  }
};

process.stdout.write(`${JSON.stringify(await main(JSON.parse(process.argv[2] ?? "{}")))}\n`);
