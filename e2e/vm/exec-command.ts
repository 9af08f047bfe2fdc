import { errorText } from "@baton/shared/base/error-text.ts";
import type { Command } from "commander";
import { attachRunning, ensureKernel } from "./ensure-kernel.ts";
import { hasIpvs } from "./has-ipvs.ts";
import type { ForwardedSignal, Kernel } from "./kernel.ts";
import { speak } from "./speech.ts";

/** `lab exec -- CMD`: CMD in a kernel that has IPVS, with its exit status and output. */
export const registerExec = (program: Command): void => {
  program
    .enablePositionalOptions()
    .command("exec")
    .description("run a command in a kernel that has IPVS: this one, the running lab's VM, or a VM made for it")
    .argument("<command...>", "program and arguments (no shell)")
    .passThroughOptions()
    .action(async (argv: string[]) => {
      process.exitCode = await runInKernel(argv);
    });
};

const runInKernel = async (argv: readonly string[]): Promise<number> => {
  const boot = new AbortController();
  const passed = passSignals(boot);
  let kernel: Kernel | null = null;
  try {
    kernel = (hasIpvs() ? null : await attachRunning()) ?? (await ensureKernel({ signal: boot.signal }));
    const native = kernel.kind === "native";
    return await kernel.run(argv, { stdin: "inherit", onStart: (kill) => passed.to(kill, native) });
  } catch (error) {
    process.stderr.write(`baton lab exec: ${speak(errorText(error))}\n`);
    return passed.interrupted() ?? 125;
  } finally {
    await kernel?.close();
    passed.stop();
  }
};

interface PassedSignals {
  to(kill: (signal: ForwardedSignal) => void, native: boolean): void;
  /** 128 + number when a signal came before the command ran. */
  interrupted(): number | null;
  stop(): void;
}

/** Before the command runs a signal ends the boot; then it goes to the command, and a repeated one kills it. */
const passSignals = (boot: AbortController): PassedSignals => {
  let kill: ((signal: ForwardedSignal) => void) | null = null;
  let status: number | null = null;
  let count = 0;
  let atTerminal = false;
  const on = (signal: "SIGINT" | "SIGTERM" | "SIGHUP", number: number) => (): void => {
    count += 1;
    if (kill === null) {
      status = 128 + number;
      boot.abort();
    } else if (count > 1) kill("SIGKILL");
    // A terminal sends Ctrl-C to the whole foreground group, so a native command has it already.
    else if (!(signal === "SIGINT" && atTerminal)) kill(signal);
  };
  const handlers = [
    ["SIGINT", on("SIGINT", 2)],
    ["SIGTERM", on("SIGTERM", 15)],
    ["SIGHUP", on("SIGHUP", 1)],
  ] as const;
  for (const [signal, handler] of handlers) process.on(signal, handler);
  return {
    to: (target, native) => {
      kill = target;
      atTerminal = native && process.stdin.isTTY === true;
      if (status !== null) target("SIGTERM");
    },
    interrupted: () => status,
    stop: () => {
      for (const [signal, handler] of handlers) process.off(signal, handler);
    },
  };
};
