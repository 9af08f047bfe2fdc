import type { FactOf } from "@baton/shared/contract/facts.ts";
import { type Endpoint, formatEndpoint } from "@baton/shared/net/endpoint.ts";
import { startProbe } from "../../io/witness/greeting-probe.ts";
import type { ChildContext } from "../child.ts";

const INTERVAL_MS = 1000;
const TIMEOUT_MS = 900;

/** Probes a configured target once a second, for the `probe` fact, and tells of every outage when it is over. */
export const startIdleProbe = (context: ChildContext, target: Endpoint): { stop(): void } => {
  const key = formatEndpoint(target);
  let fact: FactOf<"probe"> | null = null;

  const probe = (): void => {
    const running = startProbe(target, TIMEOUT_MS, (outcome, reason) => {
      current = null;
      if (stopped || (fact && fact.ok === outcome.ok && (fact.lastError ?? "") === reason)) return;
      const before = fact;
      const at = Math.round(outcome.end);
      const since = before && before.ok === outcome.ok ? before.since : at;
      fact = { kind: "probe", key, intervalMs: INTERVAL_MS, ok: outcome.ok, since, lastError: reason || null };
      context.report([{ op: "set", fact }]);
      if (before && !before.ok && outcome.ok) tellOutage(before.since, at);
      else if (!outcome.ok && before?.ok) context.log(`${key} does not answer: ${reason}`);
    });
    current = running;
  };

  const tellOutage = (from: number, to: number): void =>
    context.event({
      kind: "witness.outage",
      severity: "warning",
      at: to,
      subject: key,
      text: `${key} answers again after ${((to - from) / 1000).toFixed(1)} s, by one probe a second`,
      data: { from, to, ms: to - from },
    });

  let current: ReturnType<typeof startProbe> | null = null;
  let stopped = false;
  const timer = setInterval(probe, INTERVAL_MS);
  probe();
  return {
    stop: () => {
      stopped = true;
      clearInterval(timer);
      current?.abort();
    },
  };
};
