import { ask } from "./exec-client.ts";
import { hasIpvs } from "./has-ipvs.ts";
import type { Kernel, KernelOptions } from "./kernel.ts";
import { nativeKernel } from "./native-kernel.ts";
import { findRunning, publish, withdraw } from "./running-vm.ts";
import { speak } from "./speech.ts";
import { bootVm } from "./vm.ts";
import { vmKernel } from "./vm-kernel.ts";

const attachDeadlineMs = 5000;

/** The running kernel when it has IPVS, else a VM that is booted now; its progress goes to stderr. The caller closes it. */
export const ensureKernel = async (options: KernelOptions = {}): Promise<Kernel> => {
  if (hasIpvs()) return nativeKernel();
  const stopProgress = showProgress(speak("booting the IPVS kernel (VM)"));
  const vm = await bootVm(options.forward ?? [], options.signal).finally(stopProgress);
  if (options.publish === true) publish(vm);
  return vmKernel(vm.endpoint, async () => {
    withdraw(vm.boot);
    await vm.close();
  });
};

/** The VM that another process published, or null. Closing it only lets go. */
export const attachRunning = async (): Promise<Kernel | null> => {
  const vm = findRunning();
  if (vm === null || !(await ask(vm.endpoint, "ping", attachDeadlineMs))) return null;
  return vmKernel(vm.endpoint, () => Promise.resolve());
};

/** Seconds counted up on a terminal; elsewhere one line at the end. */
const showProgress = (what: string): (() => void) => {
  const begin = Date.now();
  const seconds = (): string => `${Math.round((Date.now() - begin) / 1000)} s`;
  if (!process.stderr.isTTY) {
    process.stderr.write(`${what}...\n`);
    return () => void process.stderr.write(`${what}... ${seconds()}\n`);
  }
  const timer = setInterval(() => process.stderr.write(`\r${what}... ${seconds()}`), 500);
  return () => {
    clearInterval(timer);
    process.stderr.write(`\r${what}... ${seconds()}\n`);
  };
};
