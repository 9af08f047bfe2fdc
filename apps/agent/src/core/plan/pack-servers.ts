import type { VirtualServer } from "@baton/shared/config/model.ts";
import { virtualServerKey } from "../ipvs/services-of.ts";
import { type Difference, hear, tell } from "./difference.ts";

/**
 * Virtual servers on their way to a process that has others already: the place of one that it has as it is, a place and
 * what is different there, or what is different from the one before. Their places in the file are left out.
 */
export type PackedServers = readonly (number | readonly [place: number, changes: Difference] | Difference)[];

const isUnchanged = (difference: Difference): boolean => {
  for (const _ in difference as object) return false;
  return true;
};

/** `before`: what the first one is told by where it is not known; told after others by another message. */
export const packServers = (
  servers: readonly VirtualServer[],
  known: readonly VirtualServer[] = [],
  before?: VirtualServer,
): PackedServers => {
  const placeOf = new Map(known.map((server, place) => [virtualServerKey(server), place] as const));
  return servers.map((server, index) => {
    const place = placeOf.get(virtualServerKey(server));
    if (place === undefined) return tell(servers[index - 1] ?? before, server);
    const changes = tell(known[place], server);
    return isUnchanged(changes) ? place : [place, changes];
  });
};

/** `known` is what was unpacked last. A server that has not changed is the same object as there; no two share a part. */
export const unpackServers = (
  packed: PackedServers,
  known: readonly VirtualServer[] = [],
  before?: VirtualServer,
): readonly VirtualServer[] => {
  const servers: VirtualServer[] = [];
  for (const entry of packed) {
    if (typeof entry === "number") servers.push(at(known, entry));
    else if (Array.isArray(entry)) servers.push(hear(at(known, entry[0]), entry[1]) as VirtualServer);
    else servers.push(hear(servers.at(-1) ?? before, entry, true) as VirtualServer);
  }
  return servers;
};

const at = (known: readonly VirtualServer[], place: number): VirtualServer => {
  const server = known[place];
  if (!server) throw new RangeError(`there is no virtual server ${place} among ${known.length}`);
  return server;
};
