import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isRunning } from "./boot-folder.ts";
import type { ExecEndpoint } from "./exec-client.ts";
import { vmDir } from "./paths.ts";

/** The note by which another process finds the VM that `lab up` keeps running. */
export interface RunningVm {
  readonly boot: string;
  readonly pid: number;
  readonly endpoint: ExecEndpoint;
}

const file = (): string => join(vmDir(), "running.json");

export const publish = (vm: RunningVm): void => {
  mkdirSync(vmDir(), { recursive: true });
  rmSync(file(), { force: true });
  const { boot, pid, endpoint } = vm;
  writeFileSync(file(), JSON.stringify({ boot, pid, port: endpoint.port, token: endpoint.token }), { mode: 0o600 });
};

/** Withdraws the note, unless it has become another VM's. */
export const withdraw = (boot: string): void => {
  if (read()?.boot === boot) rmSync(file(), { force: true });
};

/** The published VM if its process still runs; a stale note is removed. */
export const findRunning = (): RunningVm | null => {
  const vm = read();
  if (vm === null) return null;
  if (isRunning(vm.boot, vm.pid)) return vm;
  rmSync(file(), { force: true });
  return null;
};

const read = (): RunningVm | null => {
  if (!existsSync(file())) return null;
  try {
    const { boot, pid, port, token } = JSON.parse(readFileSync(file(), "utf8")) as Record<string, unknown>;
    if (typeof boot !== "string" || typeof pid !== "number" || typeof port !== "number" || typeof token !== "string")
      return null;
    return { boot, pid, endpoint: { port, token } };
  } catch {
    return null;
  }
};
