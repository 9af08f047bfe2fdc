import { connect } from "node:net";
import type { TcpCheck } from "@baton/shared/config/model.ts";
import type { ProbeOutcome } from "../../core/health/probe-outcome.ts";
import { classifyFailure, TIMED_OUT } from "./classify.ts";

/**
 * Connects, and hangs up as soon as it is connected: nothing is read, so a server can't make it wait or fill
 * memory. Never rejects.
 */
export const probeTcp = (check: TcpCheck, signal: AbortSignal): Promise<ProbeOutcome> =>
  new Promise((resolve) => {
    const socket = connect({
      host: check.connectAddress,
      port: check.connectPort,
      ...(check.bindAddress === null ? {} : { localAddress: check.bindAddress }),
    });
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
