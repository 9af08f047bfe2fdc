import type { BoundBlock, BoundEntry } from "./bind.ts";
import type { Complaints } from "./compile/reader.ts";
import { entriesOf, entryOf, flagOf } from "./compile/reader.ts";

/** Traps: what is allowed, and does something else than its writer expects. Works on broken files too. */
export const lintFile = (root: BoundBlock, say: Complaints): void => {
  const globals = entriesOf(root, "global_defs").flatMap((entry) => entry.block ?? []);
  const strict = globals.some((block) => flagOf(block, "vrrp_strict") === true);
  const weighted = weightedScripts(root);
  const services = new Set(entriesOf(root, "virtual_server").map(({ args }) => args[0]?.value));
  for (const instance of entriesOf(root, "vrrp_instance")) {
    lintNoPreempt(instance, weighted, say);
    if (strict || flagOf(instance.block, "strict_mode") === true) lintStrict(instance, services, say);
  }
};

/** Names of the scripts whose own weight is not 0. */
const weightedScripts = (root: BoundBlock): ReadonlySet<string> =>
  new Set(
    entriesOf(root, "vrrp_script")
      .filter(({ block }) => Number(entryOf(block, "weight")?.value ?? 0) !== 0)
      .map(({ value }) => String(value)),
  );

/** A weight only lowers the priority, and with nopreempt nobody takes over from a master that still adverts. */
const lintNoPreempt = (instance: BoundEntry, weighted: ReadonlySet<string>, say: Complaints): void => {
  const nopreempt = entryOf(instance.block, "nopreempt");
  if (!nopreempt) return;
  for (const keyword of ["track_script", "track_interface", "track_process", "track_file"]) {
    for (const line of entryOf(instance.block, keyword)?.block?.lines ?? []) {
      const [name, ...options] = line.words;
      if (!name) continue;
      const at = options.findIndex(({ value }) => value === "weight");
      const own = at < 0 ? null : options[at + 1]?.value;
      if (own === "0" || (own === null && !weighted.has(name.value))) continue;
      say.warning(
        name,
        "config.nopreempt-weight",
        `nobody takes over when '${name.value}' fails: it only lowers the priority, and 'nopreempt' in line ${nopreempt.keyword.line.number} forbids to act on that`,
        "remove the weight, so that a failure is a fault, or remove 'nopreempt'",
      );
    }
  }
};

/** vrrp_strict turns on no_accept: packets for the VIP are dropped, so a service there cannot be reached. */
const lintStrict = (instance: BoundEntry, services: ReadonlySet<string | undefined>, say: Complaints): void => {
  for (const list of entriesOf(instance.block, "virtual_ipaddress")) {
    for (const { words } of list.block?.lines ?? []) {
      const [first] = words;
      if (!first || !services.has(first.value.split("/")[0])) continue;
      say.warning(
        first,
        "config.strict-service",
        `strict mode makes keepalived drop traffic for ${first.value}, which a virtual server listens on`,
        "remove 'vrrp_strict', or add 'accept' to the instance",
      );
    }
  }
};
