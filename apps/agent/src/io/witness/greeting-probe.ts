import { createConnection } from "node:net";
import type { Endpoint } from "@baton/shared/net/endpoint.ts";
import type { FailureKind, ProbeOutcome } from "../../core/witness/probe-log.ts";

/**
 * One probe: one TCP connection on which the server must speak first, as MySQL does with its greeting. Five bytes are
 * enough to tell a greeting from the error packet of a server that is full or has blocked this host (protocol: three
 * bytes of length, a sequence number, then 0xff for an error). The connection is reset at once, so that a probe every
 * few milliseconds leaves no TIME_WAIT behind. `done` is called exactly once.
 */
export interface RunningProbe {
  abort(): void;
}

const GREETING_BYTES = 5;
const ERROR_PACKET = 0xff;

const KIND_OF: Readonly<Record<string, FailureKind>> = {
  ECONNREFUSED: "refused",
  ECONNRESET: "reset",
  EPIPE: "reset",
  ETIMEDOUT: "timeout",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  EHOSTDOWN: "unreachable",
};

/** Milliseconds since 1970 by a clock that never steps and has fractions. */
export const probeClock = (): number => performance.timeOrigin + performance.now();

export const startProbe = (
  target: Endpoint,
  timeoutMs: number,
  done: (outcome: ProbeOutcome, reason: string) => void,
): RunningProbe => {
  const start = probeClock();
  let ended = false;
  let received = Buffer.alloc(0);
  const socket = createConnection({ host: target.address, port: target.port, noDelay: true });
  const timer = setTimeout(() => fail("timeout", `no greeting in ${timeoutMs} ms`), timeoutMs);

  const finish = (outcome: ProbeOutcome, reason: string): void => {
    if (ended) return;
    ended = true;
    clearTimeout(timer);
    if (outcome.ok) socket.resetAndDestroy();
    else socket.destroy();
    done(outcome, reason);
  };
  const fail = (failure: FailureKind, reason: string): void =>
    finish({ ok: false, start, end: probeClock(), failure }, reason);

  socket.on("data", (bytes) => {
    if (ended) return;
    received = Buffer.concat([received, bytes.subarray(0, GREETING_BYTES)]);
    if (received.length < GREETING_BYTES) return;
    if (received[4] === ERROR_PACKET) fail("other", "the server answered with an error packet");
    else finish({ ok: true, start, end: probeClock() }, "");
  });
  socket.on("end", () => fail("reset", "the server closed the connection without a greeting"));
  socket.on("error", (error: NodeJS.ErrnoException) => fail(KIND_OF[error.code ?? ""] ?? "other", error.message));
  return { abort: () => fail("other", "the probe run was stopped") };
};
