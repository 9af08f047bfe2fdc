import { padCells } from "@baton/shared/base/cell-width.ts";
import { SOURCE_OF } from "@baton/shared/contract/fact-id.ts";
import type { Fact } from "@baton/shared/contract/facts.ts";
import { LEASE_MS } from "@baton/shared/contract/lease.ts";
import type { AgentStatus } from "../app/supervisor-status.ts";
import type { Say, Speech } from "./speech.ts";

/** "3 s", "12 min", "5 h": how long ago, coarse. */
export const ago = (ms: number, say: Say): string => {
  if (ms < 60_000) return say("{n} s", { n: Math.max(0, Math.round(ms / 1000)) });
  return ms < 3_600_000
    ? say("{n} min", { n: Math.round(ms / 60_000) })
    : say("{n} h", { n: Math.round(ms / 3_600_000) });
};

const describeFact = (fact: Fact, now: number, { say, hear }: Speech): string => {
  const { key } = fact;
  switch (fact.kind) {
    case "virtual-router": {
      const { vrid, interface: device, since, heldAddresses } = fact;
      const held = heldAddresses.length > 0 ? heldAddresses.join(", ") : say("no address");
      const state = say(fact.state);
      const where = { key, vrid, interface: device, state, span: ago(now - since, say), held };
      return say("{key} (VRID {vrid}, {interface}): {state} for {span}, holds {held}", where);
    }
    case "virtual-server": {
      const server = `${key} ${fact.scheduler}`;
      return fact.inTable ? server : say("{key}: not in the kernel's table", { key: server });
    }
    case "real-server": {
      const { activeConnections: active, inactiveConnections: inactive } = fact;
      const weight = fact.weight ?? say("none (not in the table)");
      const words = { key, health: say(fact.health), weight, active, inactive };
      return say("{key}: {health}, weight {weight}, {active} active, {inactive} inactive", words);
    }
    case "loopback-vip": {
      const state = fact.problems.length === 0 ? say("right") : fact.problems.map(hear).join("; ");
      return say("{key} on lo: {state}", { key, state });
    }
    case "replication": {
      const { problem, source, lagSeconds } = fact;
      if (problem !== null) return `${key}: ${hear(problem)}`;
      return say("{key}: replicates from {source}, {lag} s behind", {
        key,
        source: `${source}`,
        lag: lagSeconds ?? "?",
      });
    }
    case "process": {
      const { pid, state, since, restarts } = fact;
      const words = { key, pid: pid ?? "-", state: say(state), span: ago(now - since, say), restarts };
      return say("{key}[{pid}] {state} for {span}, {restarts} restart(s)", words);
    }
    case "probe": {
      const span = ago(now - fact.since, say);
      if (fact.ok) return say("{key}: answers for {span}", { key, span });
      return say("{key}: does not answer ({why}) for {span}", { key, why: hear(fact.lastError ?? ""), span });
    }
  }
};

const staleText = (confirmed: number, now: number, say: Say): string =>
  confirmed
    ? say("unknown: last seen {span} ago", { span: ago(now - confirmed, say) })
    : say("unknown: last seen never");

/** For people. A fact whose source fell silent is marked, not believed. */
export const describeStatus = (status: AgentStatus, now: number, speech: Speech): string => {
  const { say } = speech;
  const { name, version } = status;
  const head = { name, roles: status.roles.join(", "), version, span: ago(now - status.startedAt, say) };
  const lines = [say("{name} ({roles}), Baton {version}, up {span}", head)];
  if (status.hub) {
    const { detail, waitingEvents: n } = status.hub;
    const state = say(status.hub.state);
    lines.push(
      detail
        ? say("hub: {state} ({detail}), {n} event(s) waiting", { state, detail: speech.hear(detail), n })
        : say("hub: {state}, {n} event(s) waiting", { state, n }),
    );
  }
  for (const fact of Object.values(status.picture.facts)) {
    const confirmed = status.picture.confirmed[SOURCE_OF[fact.kind]] ?? 0;
    const stale = now - confirmed > LEASE_MS ? `  [${staleText(confirmed, now, say)}]` : "";
    lines.push(`  ${padCells(say(fact.kind), 15)} ${describeFact(fact, now, speech)}${stale}`);
  }
  return lines.join("\n");
};
