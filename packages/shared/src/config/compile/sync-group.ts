import type { BoundBlock, BoundEntry } from "../bind.ts";
import type { Token } from "../lexer.ts";
import type { ConfigModel, VrrpInstance, VrrpSyncGroup } from "../model.ts";
import { compileNotify } from "./notify.ts";
import { type Complaints, entriesOf, entryOf } from "./reader.ts";
import { compileTrackInterface } from "./track-interface.ts";
import { compileTrackItems, type Trackers } from "./track-items.ts";

const TRACKS = ["trackInterfaces", "trackScripts", "trackProcesses", "trackFiles", "trackBfds"] as const;
type Tracks = Pick<VrrpInstance, (typeof TRACKS)[number]>;

interface Compiled extends VrrpSyncGroup {
  readonly tracks: Tracks;
  readonly keepsWeights: boolean;
}

/** The words of `group { }`, on however many lines. */
const memberTokens = (block: BoundBlock): readonly Token[] =>
  entriesOf(block, "group").flatMap((entry) => (entry.block?.lines ?? []).flatMap(({ words }) => words));

const compileGroup = (
  entry: BoundEntry,
  model: Trackers,
  instances: ReadonlyMap<string, VrrpInstance>,
  taken: Map<string, string>,
  say: Complaints,
): Compiled | null => {
  const { block } = entry;
  const name = typeof entry.value === "string" ? entry.value : null;
  if (!block || name === null) return null;
  const members: string[] = [];
  for (const token of memberTokens(block)) {
    const other = taken.get(token.value);
    if (!instances.has(token.value))
      say.error(token, "config.unknown-instance", `there is no vrrp_instance ${token.value.slice(0, 60)}`);
    else if (other !== undefined)
      say.error(token, "config.repeated", `${token.value} is a member of sync group ${other} already`);
    else members.push(token.value);
    taken.set(token.value, name);
  }
  if (members.length < 2)
    say.warning(entry.keyword, "config.no-effect", `sync group ${name} has fewer than two members and does nothing`);
  const keepsWeights = Boolean(entryOf(block, "sync_group_tracking_weight") ?? entryOf(block, "global_tracking"));
  const device = instances.get(members[0] ?? "")?.interface ?? "";
  const tracks = { ...compileTrackInterface(block, device, say), ...compileTrackItems(block, model, say) };
  return { name, members, ...compileNotify(block, say), tracks, keepsWeights };
};

/** What the group tracks is tracked by each member; weights count only with sync_group_tracking_weight, as in keepalived. */
const inGroup = (instance: VrrpInstance, { tracks, keepsWeights }: Compiled): VrrpInstance => {
  const merged: Record<string, unknown> = {};
  for (const kind of TRACKS) {
    const both = [...(instance[kind] ?? []), ...(tracks[kind] ?? [])];
    const counted = both.filter(({ weight }) => keepsWeights || weight === 0);
    if (both.length > 0) merged[kind] = counted;
  }
  return { ...instance, ...merged };
};

/** The groups, and the instances with what their groups add to them. */
export const compileSyncGroups = (
  root: BoundBlock,
  model: Pick<ConfigModel, "vrrpInstances" | "trackScripts" | "trackProcesses" | "trackFiles">,
  say: Complaints,
): Pick<ConfigModel, "vrrpInstances" | "syncGroups"> => {
  const taken = new Map<string, string>();
  const { vrrpInstances } = model;
  const instances = new Map(vrrpInstances.map((instance) => [instance.name, instance]));
  const compiled = entriesOf(root, "vrrp_sync_group").flatMap(
    (entry) => compileGroup(entry, model, instances, taken, say) ?? [],
  );
  if (compiled.length === 0) return { vrrpInstances };
  const groups = new Map(compiled.flatMap((group) => group.members.map((name) => [name, group] as const)));
  return {
    vrrpInstances: vrrpInstances.map((instance) => {
      const group = groups.get(instance.name);
      return group ? inGroup(instance, group) : instance;
    }),
    syncGroups: compiled.map(({ name, members, notify }) => ({ name, members, ...(notify ? { notify } : {}) })),
  };
};
