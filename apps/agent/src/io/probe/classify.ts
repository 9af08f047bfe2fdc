import type { ProbeFailure } from "../../core/health/probe-outcome.ts";

const KINDS: Readonly<Record<string, Omit<ProbeFailure, "ok">>> = {
  ECONNREFUSED: { kind: "refused", reason: "connection refused" },
  ECONNRESET: { kind: "reset", reason: "connection reset" },
  EPIPE: { kind: "reset", reason: "connection reset" },
  ETIMEDOUT: { kind: "timeout", reason: "no answer in time" },
  EHOSTUNREACH: { kind: "unreachable", reason: "host unreachable" },
  ENETUNREACH: { kind: "unreachable", reason: "network unreachable" },
  EHOSTDOWN: { kind: "unreachable", reason: "host down" },
  EADDRNOTAVAIL: { kind: "other", reason: "the address to connect from is not on this host" },
  ENODEV: { kind: "other", reason: "the interface to connect from is not on this host" },
};

export const TIMED_OUT: ProbeFailure = { ok: false, kind: "timeout", reason: "no answer in time" };

/** A probe's failure by the name of the system's error: "ECONNREFUSED". */
export const classifyErrno = (code: string): ProbeFailure => {
  const known = KINDS[code];
  return known ? { ok: false, ...known } : { ok: false, kind: "other", reason: code };
};

export const classifyFailure = (error: NodeJS.ErrnoException): ProbeFailure =>
  classifyErrno(error.code ?? error.message);
