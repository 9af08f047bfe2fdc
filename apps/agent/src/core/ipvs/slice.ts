import { sameDestination, sameService } from "./equal.ts";
import { serviceKey } from "./key.ts";
import type { ActualDestination, ActualService, ActualTable, Traffic } from "./table.ts";

/** A service's own line, as the kernel lists it: the servers are asked for service by service. */
export type ListedService = Pick<ActualService, "service" | "traffic">;

/** Of a table so many entries, services and servers, are read each time. One that has no more is read as a whole. */
const ENTRIES = 512;
/** A larger one has been read whole after so many looks. */
const LOOKS = 10;

const sameTraffic = (a: Traffic, b: Traffic): boolean =>
  a === b ||
  (a.connections === b.connections &&
    a.inPackets === b.inPackets &&
    a.outPackets === b.outPackets &&
    a.inBytes === b.inBytes &&
    a.outBytes === b.outBytes);

const sameEntry = (a: ActualDestination, b: ActualDestination | undefined): boolean =>
  b !== undefined &&
  sameDestination(a.destination, b.destination) &&
  a.counts.active === b.counts.active &&
  a.counts.inactive === b.counts.inactive &&
  a.counts.persistent === b.counts.persistent &&
  sameTraffic(a.counts.traffic, b.counts.traffic);

/** A service as it was read, or what was believed of it where that says the same: then nobody has anything to do. */
export const orBelieved = (read: ActualService, believed: ActualService | undefined): ActualService => {
  if (!believed || believed === read) return read;
  if (!sameService(read.service, believed.service) || !sameTraffic(read.traffic, believed.traffic)) return read;
  const { destinations } = believed;
  if (read.destinations === destinations) return believed;
  if (read.destinations.size !== destinations.size) return read;
  for (const [key, entry] of read.destinations) if (!sameEntry(entry, destinations.get(key))) return read;
  return believed;
};

/** Where packets pass, and where connections that were seen are yet to end, the servers' numbers change. */
const isBusy = ({ traffic }: ListedService, before: ActualService): boolean => {
  if (!sameTraffic(traffic, before.traffic)) return true;
  if (traffic.connections === 0) return false;
  for (const { counts } of before.destinations.values()) if (counts.active > 0 || counts.inactive > 0) return true;
  return false;
};

const entriesOf = (value: ListedService, believed: ActualTable): number =>
  1 + (believed.get(serviceKey(value.service.id))?.destinations.size ?? 0);

/** The services whose servers are to be read now, beside those where something happens; `turn` is where the last look ended. */
export const chooseServices = <Listed extends ListedService>(
  listed: readonly Listed[],
  believed: ActualTable | null,
  turn: number,
): { readonly chosen: readonly Listed[]; readonly nextTurn: number } => {
  if (believed === null) return { chosen: listed, nextTurn: 0 };
  const entries = listed.map((value) => entriesOf(value, believed));
  const all = entries.reduce((sum, count) => sum + count, 0);
  if (all <= ENTRIES) return { chosen: listed, nextTurn: 0 };
  const most = Math.max(ENTRIES, Math.ceil(all / LOOKS));
  const from = turn >= listed.length ? 0 : turn;
  let until = from;
  for (let read = 0; until < listed.length && read < most; until++) read += entries[until] ?? 0;
  const chosen = listed.filter((value, index) => {
    if (index >= from && index < until) return true;
    const before = believed.get(serviceKey(value.service.id));
    return !before || isBusy(value, before);
  });
  return { chosen, nextTurn: until };
};
