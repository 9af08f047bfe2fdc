import { sameDestination, sameService } from "./equal.ts";
import { serviceKey } from "./key.ts";
import type { ActualDestination, ActualService, ActualTable, Traffic } from "./table.ts";

/** A service's own line, as the kernel lists it: the servers are asked for service by service. */
export type ListedService = Pick<ActualService, "service" | "traffic">;

/** A table of so many services is read as a whole, each time. */
const WHOLE = 256;
/** Of a larger one so many services are read in turn, beside those where something happens. */
const SLICE = 100;

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

/** The services whose servers are to be read now; `turn` counts upwards from look to look. */
export const chooseServices = <Listed extends ListedService>(
  listed: readonly Listed[],
  believed: ActualTable | null,
  turn: number,
): { readonly chosen: readonly Listed[]; readonly nextTurn: number } => {
  if (believed === null || listed.length <= WHOLE) return { chosen: listed, nextTurn: 0 };
  const from = turn >= listed.length ? 0 : turn;
  const chosen = listed.filter((value, index) => {
    if (index >= from && index < from + SLICE) return true;
    const before = believed.get(serviceKey(value.service.id));
    return !before || isBusy(value, before);
  });
  return { chosen, nextTurn: from + SLICE };
};
