import type { FactOf } from "./facts.ts";
import { MISMATCHES, type RouterWarning, SHARED_SETTINGS } from "./http/fleet.ts";
import { factsOfKind } from "./picture.ts";
import { freshness, type WitnessNode } from "./vip-verdict.ts";

/** Adverts that were refused longer ago say nothing about now. */
const ACTIVE_MS = 120_000;
/** Told once of each sender: what was seen then holds until the agent starts anew. */
const TOLD_ONCE = "virtual-router-id";

/** The mismatches of a virtual router that can be seen at `now` (hub time, milliseconds since 1970). */
export const routerWarnings = (nodes: readonly WitnessNode[], instance: string, now: number): RouterWarning[] => {
  const members = nodes.flatMap((node) =>
    freshness(node, "vrrp", now).state === "fresh"
      ? factsOfKind(node.picture, "virtual-router")
          .filter(({ key }) => key === instance)
          .map((fact) => ({ node, fact }))
      : [],
  );
  const differing = SHARED_SETTINGS.flatMap((setting): RouterWarning[] => {
    const said = members.map(({ node, fact }) => ({ node: node.name, value: settingOf(fact, setting) }));
    return new Set(said.map(({ value }) => value)).size > 1 ? [{ type: "differs", setting, said }] : [];
  });
  return [...differing, ...members.flatMap(({ node, fact }) => refusals(node, fact, now))];
};

const settingOf = (fact: FactOf<"virtual-router">, setting: (typeof SHARED_SETTINGS)[number]): string => {
  if (setting === "vrid") return String(fact.vrid);
  if (setting === "version") return `VRRPv${fact.version}`;
  if (setting === "interval") return `${fact.advertIntervalMs} ms`;
  return fact.addresses
    .map((address) => address.split("/")[0])
    .sort()
    .join(", ");
};

const isMismatch = (reason: string): reason is (typeof MISMATCHES)[number] =>
  MISMATCHES.some((known) => known === reason);

const refusals = (node: WitnessNode, fact: FactOf<"virtual-router">, now: number): RouterWarning[] =>
  (fact.refusals ?? []).flatMap(({ reason, from, detail, at }): RouterWarning[] => {
    const last = at + node.clockOffsetMs;
    if (!isMismatch(reason) || (reason !== TOLD_ONCE && now - last > ACTIVE_MS)) return [];
    return [
      { type: "refuses", reason, node: node.name, from, detail, count: fact.refusedAdverts[reason] ?? 1, at: last },
    ];
  });
