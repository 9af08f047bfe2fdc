import type { ConfigModel, VrrpInstance } from "./model.ts";
import type { PairReport } from "./pair-report.ts";

/** What changes state together on one director should do so on the other. */
export const lintPairGroups = (a: ConfigModel, b: ConfigModel, report: PairReport): void => {
  lintNat(b, report);
  for (const instance of b.vrrpInstances) {
    const other = a.vrrpInstances.find(({ name }) => name === instance.name);
    if (!other) continue;
    const [mine, theirs] = [companions(b, instance), companions(a, other)];
    if (mine !== theirs)
      report(
        "warning",
        "pair.sync-group",
        instance,
        `${instance.name} changes state together with ${mine || "nobody"} on one director and with ${theirs || "nobody"} on the other`,
      );
  }
};

const groupOf = (model: ConfigModel, { name }: VrrpInstance): readonly string[] =>
  model.syncGroups?.find(({ members }) => members.includes(name))?.members ?? [];

const companions = (model: ConfigModel, instance: VrrpInstance): string =>
  groupOf(model, instance)
    .filter((name) => name !== instance.name)
    .toSorted()
    .join(", ");

/** With NAT, replies pass through the director, so its inner and outer addresses have to move together. */
const lintNat = (model: ConfigModel, report: PairReport): void => {
  const [first, ...others] = model.vrrpInstances;
  if (!first || !model.virtualServers.some(({ forwarding }) => forwarding === "NAT")) return;
  const alone = others.find(({ name }) => !groupOf(model, first).includes(name));
  if (alone)
    report(
      "warning",
      "pair.no-sync-group",
      alone,
      `${first.name} and ${alone.name} serve NAT and are in no common vrrp_sync_group: their addresses can end up on different directors`,
    );
};
