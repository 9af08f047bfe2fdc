import { destinationKey, serviceKey } from "../../core/ipvs/key.ts";
import type { ActualDestination, ActualService, ActualTable, ServiceId } from "../../core/ipvs/table.ts";
import {
  decodeDestinationReply,
  decodeServiceReply,
  destinationsRequest,
  servicesRequest,
} from "../../core/netlink/ipvs-request.ts";
import type { GenlAnswer, GenlSocket } from "./genl-socket.ts";
import { createMemo, type Memo } from "./memo.ts";
import { decoded, succeeded } from "./table-failure.ts";

/** Reads the whole table. Throws a TableFailure. */
export type TableReader = (socket: GenlSocket, family: number) => Promise<ActualTable>;

interface KnownService {
  readonly memo: Memo<ActualDestination>;
  entry: ActualService | null;
}

const knownService = (id: ServiceId): KnownService => ({
  memo: createMemo((payload) => decoded(decodeDestinationReply(payload, id))),
  entry: null,
});

/** A service's entry, the one of the last time while nothing about it has changed. */
const readEntry = (
  known: KnownService,
  { service, traffic }: Pick<ActualService, "service" | "traffic">,
  answer: GenlAnswer | undefined,
): ActualService => {
  const payloads = succeeded(answer, `reading the real servers of ${serviceKey(service.id)}`);
  const { values, changed } = known.memo.read(payloads);
  const before = known.entry;
  if (before && !changed && before.service === service && before.traffic === traffic) return before;
  const destinations =
    before && !changed
      ? before.destinations
      : new Map(values.map((value) => [destinationKey(value.destination), value] as const));
  known.entry = { service, traffic, destinations };
  return known.entry;
};

/** As long as nothing changes, not even a counter, it returns the same table. */
export const createTableReader = (): TableReader => {
  const services = createMemo((payload) => decoded(decodeServiceReply(payload)));
  let known = new Map<string, KnownService>();
  let table: ActualTable = new Map();

  return async (socket, family) => {
    const payloads = succeeded(await socket.dump(servicesRequest(family)), "reading the IPVS services");
    const { values } = services.read(payloads);
    const answers = await socket.dumps(values.map(({ service }) => destinationsRequest(family, service.id)));
    const nextKnown = new Map<string, KnownService>();
    const next = new Map<string, ActualService>();
    values.forEach((value, index) => {
      const key = serviceKey(value.service.id);
      const of = known.get(key) ?? knownService(value.service.id);
      nextKnown.set(key, of);
      next.set(key, readEntry(of, value, answers[index]));
    });
    const isSame = next.size === table.size && [...next].every(([key, entry]) => table.get(key) === entry);
    known = nextKnown;
    if (!isSame) table = next;
    return table;
  };
};
