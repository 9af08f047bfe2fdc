import type { AgentEvent } from "@baton/shared/contract/events.ts";
import type { ProcessName } from "../ports/process-channel.ts";

/** How long a dead process stays dead, milliseconds. Pure: `random` is in [0, 1). */
export interface RestartPolicy {
  readonly firstMs: number;
  readonly longestMs: number;
  /** A process that lived this long starts with a clean record. */
  readonly forgivenAfterMs: number;
}

/** The VIP waits for vrrp, so it comes back at once and never waits long; the others must not burn a core. */
export const POLICY: Readonly<Record<ProcessName, RestartPolicy>> = {
  vrrp: { firstMs: 0, longestMs: 2000, forgivenAfterMs: 10_000 },
  bfd: { firstMs: 0, longestMs: 2000, forgivenAfterMs: 10_000 },
  services: { firstMs: 100, longestMs: 10_000, forgivenAfterMs: 30_000 },
  mail: { firstMs: 200, longestMs: 30_000, forgivenAfterMs: 60_000 },
  uplink: { firstMs: 200, longestMs: 30_000, forgivenAfterMs: 60_000 },
  host: { firstMs: 200, longestMs: 30_000, forgivenAfterMs: 60_000 },
  witness: { firstMs: 200, longestMs: 30_000, forgivenAfterMs: 60_000 },
};

export interface RestartRecord {
  /** Deaths in a row, each soon after the start. */
  readonly deaths: number;
  readonly restarts: number;
}

export const CLEAN_RECORD: RestartRecord = { deaths: 0, restarts: 0 };

/** The pause after a death: none or short at first, then doubled each time, with up to a fifth taken off at random. */
export const afterDeath = (
  record: RestartRecord,
  policy: RestartPolicy,
  livedMs: number,
  random: number,
): { readonly record: RestartRecord; readonly delayMs: number } => {
  const earlier = livedMs >= policy.forgivenAfterMs ? 0 : record.deaths;
  const doubled = earlier === 0 ? policy.firstMs : Math.max(policy.firstMs, 50) * 2 ** Math.min(earlier, 20);
  const delayMs = Math.round(Math.min(policy.longestMs, doubled) * (1 - random / 5));
  return { record: { deaths: earlier + 1, restarts: record.restarts + 1 }, delayMs };
};

/** How a process came to its end. */
export interface ProcessExit {
  readonly pid: number | null;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What is told of a process that is started again; `at` counts from 1970, in milliseconds. */
export const exitEvent = (
  name: ProcessName,
  { pid, code, signal }: ProcessExit,
  restartInMs: number,
  at: number,
): AgentEvent => ({
  kind: "process.exited",
  severity: name === "vrrp" ? "critical" : "warning",
  at,
  subject: name,
  text: `Process ${name}[${pid}] ${signal ? `was killed by ${signal}` : `exited with status ${code}`}; starting it again in ${restartInMs} ms`,
  data: { pid, code, signal, restartInMs },
});
