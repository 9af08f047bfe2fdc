import { destinationKey, serviceKey } from "../../core/ipvs/key.ts";
import { chooseServices, type ListedService, orBelieved } from "../../core/ipvs/slice.ts";
import type { ActualDestination, ActualService, ActualTable, ServiceId } from "../../core/ipvs/table.ts";
import type { GenlAnswer } from "../../core/netlink/genl-answers.ts";
import {
  decodeDestinationReply,
  decodeServiceReply,
  destinationsRequest,
  servicesRequest,
} from "../../core/netlink/ipvs-request.ts";
import type { GenlSocket } from "./genl-socket.ts";
import { createMemo, type Memo } from "./memo.ts";
import { decoded, succeeded } from "./table-failure.ts";

/** Reads the table, or of a large one a part (see KernelTable.read). Throws a TableFailure. */
export type TableReader = (socket: GenlSocket, family: number, believed: ActualTable | null) => Promise<ActualTable>;

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
  { service, traffic }: ListedService,
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
  let turn = 0;

  return async (socket, family, believed) => {
    const payloads = succeeded(await socket.dump(servicesRequest(family)), "reading the IPVS services");
    const { values } = services.read(payloads);
    const { chosen, nextTurn } = chooseServices(values, believed, turn);
    turn = nextTurn;
    const answers = await socket.dumps(chosen.map(({ service }) => destinationsRequest(family, service.id)));
    const answerTo = new Map(chosen.map((value, index) => [value, answers[index]] as const));
    const nextKnown = new Map<string, KnownService>();
    const next = new Map<string, ActualService>();
    for (const value of values) {
      const key = serviceKey(value.service.id);
      const of = known.get(key) ?? knownService(value.service.id);
      const assumed = believed?.get(key);
      nextKnown.set(key, of);
      const entry =
        assumed && !answerTo.has(value)
          ? { ...value, destinations: assumed.destinations }
          : readEntry(of, value, answerTo.get(value));
      next.set(key, orBelieved(entry, assumed));
    }
    known = nextKnown;
    const isSame = (before: ActualTable): boolean =>
      next.size === before.size && [...next].every(([key, entry]) => before.get(key) === entry);
    if (believed && isSame(believed)) table = believed;
    else if (!isSame(table)) table = next;
    return table;
  };
};
