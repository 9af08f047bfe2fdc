import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import { consoleLog, createBootFolder, recordPid, removeBootFolder, removeStaleBootFolders } from "./boot-folder.ts";
import { env, need } from "./debian.ts";
import { ask, type ExecEndpoint } from "./exec-client.ts";
import { chooseForwards, type ForwardPlan, freePort } from "./free-port.ts";
import type { PortForward } from "./kernel.ts";
import { guestBundle, privateRoot, shareDir, vmDir } from "./paths.ts";
import { qemuArguments } from "./qemu-arguments.ts";

/** A VM that answers on its exec channel. */
export interface Vm {
  readonly endpoint: ExecEndpoint;
  readonly boot: string;
  readonly pid: number;
  /** Settles when QEMU has ended, for whatever reason. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

const guestExecPort = 9;
const bootDeadlineMs = 180_000;
const powerOffDeadlineMs = 3000;

/** Starts QEMU and waits until the guest answers. Throws an Error with the console's last lines when it does not. */
export const bootVm = async (forward: readonly PortForward[], signal?: AbortSignal): Promise<Vm> => {
  for (const path of [join(vmDir(), "kernel"), join(vmDir(), "initrd"), guestBundle()]) {
    if (!existsSync(path)) throw new Error(`${path} is missing; run \`npm run setup\``);
  }
  removeStaleBootFolders(Date.now());
  const boot = randomBytes(8).toString("hex");
  const forwards = await chooseForwards(forward);
  const endpoint = { port: await freePort(), token: randomBytes(32).toString("hex") };
  createBootFolder(boot, {
    token: endpoint.token,
    port: guestExecPort,
    forward: forwards.map(({ listen, target }) => ({ listen, target })),
  });
  const qemu = startQemu(boot, endpoint.port, forwards);
  try {
    await answering(qemu, endpoint, signal);
  } catch (error) {
    const console = tail(consoleLog(boot));
    await qemu.kill();
    throw new Error(
      `the VM did not start: ${error instanceof Error ? error.message : error}${console}${qemu.errors()}`,
    );
  }
  return { endpoint, boot, pid: qemu.pid, ended: qemu.ended, close: () => powerOff(qemu, endpoint) };
};

interface Qemu {
  readonly pid: number;
  readonly ended: Promise<void>;
  readonly running: () => boolean;
  /** What QEMU itself complained about. */
  readonly errors: () => string;
  readonly kill: () => Promise<void>;
}

/** setpriv ties QEMU's life to this process, so that even SIGKILL leaves no VM behind (prctl PR_SET_PDEATHSIG). */
const startQemu = (boot: string, execPort: number, forwards: readonly ForwardPlan[]): Qemu => {
  const ports = [
    { host: execPort, guest: guestExecPort },
    ...forwards.map(({ host, listen }) => ({ host, guest: listen })),
  ];
  const argv = qemuArguments({
    kernel: join(vmDir(), "kernel"),
    initrd: join(vmDir(), "initrd"),
    privateRoot: privateRoot(),
    share: shareDir(),
    boot,
    accelerator: canUseKvm() ? "kvm" : "tcg",
    processors: Math.min(availableParallelism(), 4),
    memoryMiB: Math.max(1024, Math.min(6144, Math.floor(totalmem() / 2 ** 21))),
    ports,
    console: consoleLog(boot),
  });
  const modules = join(privateRoot(), "usr/lib/x86_64-linux-gnu/qemu");
  const options = { QEMU_MODULE_DIR: existsSync(modules) ? modules : "" };
  const child = spawn(need("setpriv"), ["--pdeathsig", "KILL", "--", need("qemu-system-x86_64"), ...argv], {
    env: { ...env(), ...(options.QEMU_MODULE_DIR === "" ? {} : options) },
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  if (child.pid !== undefined) recordPid(boot, child.pid);
  return observe(child, boot);
};

const observe = (child: ChildProcess, boot: string): Qemu => {
  let errors = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    errors = `${errors}${chunk}`.slice(-4096);
  });
  let running = true;
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      running = false;
      removeBootFolder(boot);
      resolve();
    };
    child.once("error", (error) => {
      errors = `${errors}${error.message}\n`;
      end();
    });
    child.once("close", end);
  });
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
  };
  return {
    pid: child.pid ?? 0,
    ended,
    running: () => running,
    errors: () => (errors === "" ? "" : `\n${errors.trimEnd()}`),
    kill,
  };
};

const answering = async (qemu: Qemu, endpoint: ExecEndpoint, signal: AbortSignal | undefined): Promise<void> => {
  const deadline = Date.now() + bootDeadlineMs;
  for (;;) {
    if (await ask(endpoint, "ping", 1000)) return;
    if (signal?.aborted === true) throw new Error("interrupted");
    if (!qemu.running()) throw new Error("QEMU ended");
    if (Date.now() > deadline) throw new Error(`no answer within ${bootDeadlineMs / 1000} s`);
    await Promise.race([qemu.ended, new Promise((resolve) => setTimeout(resolve, 100))]);
  }
};

const powerOff = async (qemu: Qemu, endpoint: ExecEndpoint): Promise<void> => {
  if (!qemu.running()) return;
  await ask(endpoint, "power-off", powerOffDeadlineMs);
  const timer = setTimeout(() => void qemu.kill(), powerOffDeadlineMs);
  await qemu.ended;
  clearTimeout(timer);
};

const canUseKvm = (): boolean => {
  if (!/\b(vmx|svm)\b/.test(readFileSync("/proc/cpuinfo", "utf8"))) return false;
  try {
    closeSync(openSync("/dev/kvm", "r+"));
    return true;
  } catch {
    return false;
  }
};

const tail = (file: string): string => {
  if (!existsSync(file)) return "";
  const lines = readFileSync(file, "utf8").trimEnd().split("\n").slice(-20).join("\n");
  return lines === "" ? "" : `\nlast lines of its console:\n${lines}`;
};
