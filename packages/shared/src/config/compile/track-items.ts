import type { BoundBlock } from "../bind.ts";
import type { ConfigModel, VrrpInstance } from "../model.ts";
import type { TrackedItem } from "../model-track.ts";
import { type Complaints, entryOf } from "./reader.ts";
import { weightOptions } from "./weight.ts";

export type Trackers = Pick<ConfigModel, "trackScripts" | "trackProcesses" | "trackFiles" | "bfdInstances">;
interface Named {
  readonly name: string;
  readonly weight: number;
  readonly reverse: boolean;
}

const items = (
  block: BoundBlock,
  keyword: string,
  defined: readonly Named[],
  definedBy: string,
  limit: number,
  say: Complaints,
): readonly TrackedItem[] => {
  const found = new Map<string, TrackedItem>();
  const lines = entryOf(block, keyword)?.block?.lines;
  if (!lines) return [];
  const known = new Map(defined.map((tracker) => [tracker.name, tracker]));
  for (const { words } of lines) {
    const [first, ...options] = words;
    if (!first) continue;
    const tracker = known.get(first.value);
    if (!tracker) {
      say.error(first, "config.unknown-tracker", `there is no ${definedBy} ${first.value.slice(0, 60)}`);
      continue;
    }
    if (found.has(tracker.name))
      say.warning(first, "config.repeated", `${tracker.name} is tracked already; this line has no effect`);
    else found.set(tracker.name, { name: tracker.name, ...weightOptions(options, tracker, limit, say, false) });
  }
  return [...found.values()];
};

/** track_script, track_process, track_file and track_bfd of an instance or a sync group. */
export const compileTrackItems = (
  block: BoundBlock,
  trackers: Trackers,
  say: Complaints,
): Pick<VrrpInstance, "trackScripts" | "trackProcesses" | "trackFiles" | "trackBfds"> => {
  const trackScripts = items(block, "track_script", trackers.trackScripts ?? [], "vrrp_script", 253, say);
  const trackProcesses = items(block, "track_process", trackers.trackProcesses ?? [], "vrrp_track_process", 253, say);
  const trackFiles = items(block, "track_file", trackers.trackFiles ?? [], "track_file", 254, say);
  const trackBfds = items(block, "track_bfd", trackers.bfdInstances ?? [], "bfd_instance", 253, say);
  return {
    ...(trackScripts.length > 0 ? { trackScripts } : {}),
    ...(trackProcesses.length > 0 ? { trackProcesses } : {}),
    ...(trackFiles.length > 0 ? { trackFiles } : {}),
    ...(trackBfds.length > 0 ? { trackBfds } : {}),
  };
};
