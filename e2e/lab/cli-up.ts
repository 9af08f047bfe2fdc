import { spawn } from "node:child_process";
import { mkdir, open } from "node:fs/promises";
import path from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { LANGUAGE_ARGUMENT, speak } from "../vm/speech.ts";
import { keepLabUp, READY_LINE } from "./inside.ts";
import { BATON, inVm, mustBeAlone, mustBeFree, mustBeRoot, PlainError, withIpvs } from "./outer.ts";
import { repositoryPath } from "./paths.ts";
import { Hopeless, poll } from "./poll.ts";
import { createProgress } from "./progress.ts";
import { readRecord, removeRecord, writeRecord } from "./record.ts";
import { aborted, stopSignal } from "./stop-signal.ts";

export const DEFAULT_PORT = 8080;

export const parsePort = (text: string): number => {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new InvalidArgumentError("a port is 1 to 65535");
  return port;
};

/** Calls back once, when the line has gone by, wherever chunks are cut. */
const watchForLine = (line: string, onSeen: () => void): ((chunk: Uint8Array) => void) => {
  const decoder = new TextDecoder();
  let text = "";
  return (chunk) => {
    process.stdout.write(chunk);
    if (text === line) return;
    text = (text + decoder.decode(chunk, { stream: true })).slice(-4096);
    if (!text.includes(line)) return;
    text = line;
    onSeen();
  };
};

const say = (line: string): void => {
  process.stdout.write(`${speak(line)}\n`);
};

const upInForeground = async (port: number): Promise<void> => {
  const signal = stopSignal(say);
  const progress = createProgress(say);
  const record = async (kernel: "native" | "vm" | "unknown", ready: boolean): Promise<void> => {
    if (!inVm()) await writeRecord({ port, kernel, ready });
  };
  await record("unknown", false);
  let wasReady = false;
  let kernel: "native" | "vm" = "native";
  const onReady = async (): Promise<void> => {
    wasReady = true;
    await record(kernel, true);
  };
  try {
    process.exitCode = await withIpvs(
      {
        port,
        signal,
        argv: ["up", "--foreground", "--port", String(port)],
        onKernel: async (kind) => {
          kernel = kind;
          await record(kind, false);
          if (kind === "vm")
            progress.note(
              `[${(progress.elapsed() / 1000).toFixed(1).padStart(5)} s] ${speak("a kernel with IPVS runs (VM)")}`,
            );
        },
        onStdout: watchForLine(speak(READY_LINE), () => void onReady()),
      },
      async () => {
        await keepLabUp({ port, progress, signal, say, onReady });
        return 0;
      },
    );
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    if (!inVm()) await removeRecord();
  }
  // Ended on purpose after it ran: that's how a lab is meant to end.
  if (signal.aborted) process.exitCode = wasReady ? 0 : 130;
};

const LOG_FILE = repositoryPath(".baton", "lab", "lab.log");

/** Prints what is appended to a file until the returned function is called. */
const followFile = async (file: string): Promise<() => Promise<void>> => {
  const handle = await open(file, "r");
  let position = 0;
  const pump = async (): Promise<void> => {
    for (;;) {
      const { bytesRead, buffer } = await handle.read({ buffer: Buffer.alloc(16_384), position });
      if (bytesRead === 0) return;
      position += bytesRead;
      process.stdout.write(buffer.subarray(0, bytesRead));
    }
  };
  const timer = setInterval(() => void pump().catch(() => {}), 150);
  return async () => {
    clearInterval(timer);
    await pump();
    await handle.close();
  };
};

const upInBackground = async (port: number): Promise<void> => {
  await mkdir(path.dirname(LOG_FILE), { recursive: true });
  const log = await open(LOG_FILE, "w", 0o600);
  const child = spawn(BATON, [LANGUAGE_ARGUMENT, "lab", "up", "--foreground", "--port", String(port)], {
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
  });
  await log.close();
  const exited = new Promise<void>((resolve) => child.on("exit", () => resolve()));
  const signal = stopSignal(say);
  void aborted(signal).then(() => child.kill("SIGTERM"));
  const stopFollowing = await followFile(LOG_FILE);
  try {
    await poll({ what: "the lab is ready", deadlineMs: 300_000, everyMs: 200, signal }, async () => {
      if (child.exitCode !== null || child.signalCode !== null) throw new Hopeless("the lab did not come up");
      const record = await readRecord();
      return record?.pid === child.pid && record?.ready ? true : null;
    });
    child.unref();
  } catch (error) {
    child.kill("SIGTERM");
    await exited;
    if (!signal.aborted) throw new PlainError(`the lab did not come up; its log is ${LOG_FILE}`, { cause: error });
    process.exitCode = 130;
  } finally {
    await stopFollowing();
  }
};

export const registerUp = (program: Command): void => {
  program
    .command("up")
    .description("bring the lab up with hub and dashboard")
    .option("--foreground", "stay, and remove everything on Ctrl-C", false)
    .option("--port <number>", "the dashboard's port on 127.0.0.1", parsePort, DEFAULT_PORT)
    .action(async (options: { foreground: boolean; port: number }) => {
      mustBeRoot();
      await mustBeAlone();
      await mustBeFree(options.port);
      if (options.foreground) await upInForeground(options.port);
      else await upInBackground(options.port);
    });
};
