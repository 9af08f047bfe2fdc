import type { BoundBlock, BoundEntry } from "../bind.ts";
import type { ConfigModel, TrackGroup } from "../model.ts";
import { addressesOf } from "./addresses.ts";
import { type Complaints, entriesOf, stringOf } from "./reader.ts";
import { compileRoutes } from "./routes.ts";
import { compileRules, type Preferences } from "./rules.ts";

type Statics = Pick<ConfigModel, "staticAddresses" | "staticRoutes" | "staticRules" | "trackGroups">;

/** keepalived's default_interface. */
export const DEFAULT_INTERFACE = "eth0";

const compileGroup = (entry: BoundEntry): TrackGroup[] => {
  if (typeof entry.value !== "string") return [];
  const lines = entriesOf(entry.block, "group").flatMap(({ block }) => block?.lines ?? []);
  return [{ name: entry.value, members: lines.flatMap(({ words }) => words.map(({ value }) => value)) }];
};

/** What is held from the start to the end whatever the state, and the instances that depend on it. */
export const compileStatics = (
  root: BoundBlock,
  globals: BoundBlock | null,
  preferences: Preferences,
  say: Complaints,
): Statics => {
  const device = stringOf(globals, "default_interface") ?? DEFAULT_INTERFACE;
  const staticAddresses = addressesOf(root, "static_ipaddress", device, say);
  const staticRoutes = compileRoutes(root, "static_routes", say);
  const staticRules = compileRules(root, "static_rules", preferences, say);
  const trackGroups = entriesOf(root, "track_group").flatMap(compileGroup);
  return {
    ...(staticAddresses.length > 0 ? { staticAddresses } : {}),
    ...(staticRoutes.length > 0 ? { staticRoutes } : {}),
    ...(staticRules.length > 0 ? { staticRules } : {}),
    ...(trackGroups.length > 0 ? { trackGroups } : {}),
  };
};

/** A group that nobody defined, or a member that does not exist, would silently track nothing. */
export const sayTrackGroups = (
  root: BoundBlock,
  { trackGroups = [], staticAddresses = [], staticRoutes = [], staticRules = [], vrrpInstances }: ConfigModel,
  say: Complaints,
): void => {
  const known = new Set(trackGroups.map(({ name }) => name));
  const instances = new Set(vrrpInstances.map(({ name }) => name));
  for (const entry of entriesOf(root, "track_group")) {
    for (const name of compileGroup(entry).flatMap(({ members }) => members)) {
      if (!instances.has(name))
        say.error(entry.keyword, "config.unknown-instance", `there is no vrrp_instance ${name.slice(0, 60)}`);
    }
  }
  const [first] = ["static_ipaddress", "static_routes", "static_rules"].flatMap((name) => entriesOf(root, name));
  for (const { trackGroup } of [...staticAddresses, ...staticRoutes, ...staticRules]) {
    if (trackGroup !== undefined && !known.has(trackGroup) && first)
      say.error(first.keyword, "config.unknown-tracker", `there is no track_group ${trackGroup.slice(0, 60)}`);
  }
};
