import { type Fact, SOURCE_OF } from "@baton/shared/contract/facts.ts";
import { LEASE_MS } from "@baton/shared/contract/lease.ts";
import type { AgentStatus } from "../app/supervisor-status.ts";

/** "3 s", "12 min", "5 h": how long ago, coarse. */
export const ago = (ms: number): string => {
  if (ms < 60_000) return `${Math.max(0, Math.round(ms / 1000))} s`;
  return ms < 3_600_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`;
};

const describeFact = (fact: Fact, now: number): string => {
  switch (fact.kind) {
    case "virtual-router": {
      const held = fact.heldAddresses.length > 0 ? fact.heldAddresses.join(", ") : "no address";
      return `${fact.key} (VRID ${fact.vrid}, ${fact.interface}): ${fact.state} for ${ago(now - fact.since)}, holds ${held}`;
    }
    case "virtual-server":
      return `${fact.key} ${fact.scheduler}${fact.inTable ? "" : ": not in the kernel's table"}`;
    case "real-server":
      return `${fact.key}: ${fact.health}, weight ${fact.weight ?? "none (not in the table)"}, ${fact.activeConnections} active, ${fact.inactiveConnections} inactive`;
    case "loopback-vip":
      return `${fact.key} on lo: ${fact.problems.length === 0 ? "right" : fact.problems.join("; ")}`;
    case "replication":
      return `${fact.key}: ${fact.problem ?? `replicates from ${fact.source}, ${fact.lagSeconds ?? "?"} s behind`}`;
    case "process":
      return `${fact.key}[${fact.pid ?? "-"}] ${fact.state} for ${ago(now - fact.since)}, ${fact.restarts} restart(s)`;
    case "probe":
      return `${fact.key}: ${fact.ok ? "answers" : `does not answer (${fact.lastError ?? ""})`} for ${ago(now - fact.since)}`;
  }
};

/** For people. A fact whose source fell silent is marked, not believed. */
export const describeStatus = (status: AgentStatus, now: number): string => {
  const lines = [
    `${status.name} (${status.roles.join(", ")}), Baton ${status.version}, up ${ago(now - status.startedAt)}`,
  ];
  if (status.hub) {
    const { state, detail, waitingEvents } = status.hub;
    lines.push(`hub: ${state}${detail ? ` (${detail})` : ""}, ${waitingEvents} event(s) waiting`);
  }
  for (const fact of Object.values(status.picture.facts)) {
    const confirmed = status.picture.confirmed[SOURCE_OF[fact.kind]] ?? 0;
    const stale =
      now - confirmed > LEASE_MS ? `  [unknown: last seen ${confirmed ? `${ago(now - confirmed)} ago` : "never"}]` : "";
    lines.push(`  ${fact.kind.padEnd(15)} ${describeFact(fact, now)}${stale}`);
  }
  return lines.join("\n");
};
