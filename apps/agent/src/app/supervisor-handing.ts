import type { ConfigModel, VirtualServer } from "@baton/shared/config/model.ts";
import { type PackedServers, packServers } from "../core/plan/pack-servers.ts";
import type { ProcessName } from "../ports/process-channel.ts";

/** A configuration on its way to a process, its virtual servers apart. */
export interface Handed {
  readonly model: ConfigModel;
  readonly servers: PackedServers;
}

/** Hands configurations to processes, the virtual servers by what differs from those that a process has. */
export interface Handing {
  /** To a process that knows nothing but these virtual servers. */
  whole(name: ProcessName, part: ConfigModel, knows: readonly VirtualServer[]): Handed;
  change(name: ProcessName, part: ConfigModel): Handed;
}

export const createHanding = (): Handing => {
  const given = new Map<ProcessName, readonly VirtualServer[]>();
  const hand = (name: ProcessName, part: ConfigModel, before?: readonly VirtualServer[]): Handed => {
    given.set(name, part.virtualServers);
    return { model: { ...part, virtualServers: [] }, servers: packServers(part.virtualServers, before) };
  };
  return {
    whole: hand,
    change: (name, part) => hand(name, part, given.get(name)),
  };
};
