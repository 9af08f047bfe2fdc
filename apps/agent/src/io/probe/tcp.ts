import { readFileSync } from "node:fs";
import { Socket } from "node:net";
import { errorText } from "@baton/shared/base/error-text.ts";
import type { TcpCheck } from "@baton/shared/config/model-checks.ts";
import type { ProbeOutcome } from "../../core/health/probe-outcome.ts";
import { openStream } from "./bound-socket.ts";
import { classifyFailure, TIMED_OUT } from "./classify.ts";
import type { Lane } from "./lane.ts";
import { TcpBatch } from "./tcp-batch.ts";
import { openTcpCalls } from "./tcp-calls.ts";

/** A socket whose connection is under way, or why there is none. */
const open = (check: TcpCheck): Socket | ProbeOutcome => {
  try {
    return openStream(check);
  } catch (error) {
    return classifyFailure(error instanceof Error ? error : new Error(String(error)));
  }
};

/**
 * Connects, and hangs up as soon as it is connected: nothing is read, so a server can't make it wait or fill
 * memory. Never rejects.
 */
export const probeTcp = (check: TcpCheck, signal: AbortSignal): Promise<ProbeOutcome> =>
  new Promise((resolve) => {
    const socket = open(check);
    if (!(socket instanceof Socket)) return resolve(socket);
    const end = (outcome: ProbeOutcome): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      socket.destroy();
      resolve(outcome);
    };
    const abort = (): void => end({ ok: false, kind: "other", reason: "the probe was called off" });
    const timer = setTimeout(() => end(TIMED_OUT), check.connectTimeout);
    signal.addEventListener("abort", abort);
    socket.once("connect", () => end({ ok: true }));
    // Stays on after the end: a late error of a destroyed socket must not become an exception.
    socket.on("error", (error) => end(classifyFailure(error)));
  });

/** Of the file descriptors that this process may have, this share is for TCP probes, but no more than so many. */
const SHARE_OF_FILES = 0.7;
const MOST_PROBES = 50_000;
const USUAL_FILES = 1024;

/** RLIMIT_NOFILE; Node has raised it to the highest value allowed. */
const fileLimit = (): number => {
  const [, text] = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8")) ?? [];
  return text === undefined ? USUAL_FILES : Number(text);
};

const openBatch = (warn: (text: string) => void): TcpBatch | null => {
  try {
    const limit = Math.min(MOST_PROBES, Math.floor(fileLimit() * SHARE_OF_FILES));
    return new TcpBatch({ calls: openTcpCalls(), now: () => performance.now(), limit, warn });
  } catch (error) {
    warn(`TCP probes go one by one: ${errorText(error)}`);
    return null;
  }
};

/** TCP_CHECK in batches; by Node's own sockets, in the lane, for what a batch can't do. */
export const createTcpProber = (
  signal: AbortSignal,
  lane: Lane,
  warn: (text: string) => void,
): ((check: TcpCheck) => Promise<ProbeOutcome>) => {
  let batch: TcpBatch | null | undefined;
  signal.addEventListener("abort", () => batch?.close());
  return (check) => {
    if (batch === undefined) batch = openBatch(warn);
    return batch?.probe(check) ?? lane.run(() => probeTcp(check, signal));
  };
};
