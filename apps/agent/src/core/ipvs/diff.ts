import { sameDestination, sameService } from "./equal.ts";
import type { TableOperation } from "./operation.ts";
import type { ActualService, ActualTable, DesiredService, DesiredTable, Destination } from "./table.ts";

/**
 * The changes that turn the kernel's table into the desired one, in an order that loses no request: what is new
 * comes before what goes, a weight is edited in place, raised ones before lowered ones. Of services that are not
 * desired only those in `owned` are removed; everybody else's stay. Pure: what is done with the plan is the caller's.
 * `settled` is what the actual table was brought to: a service that is the same object there needs no look.
 */
export const diffTables = (
  desired: DesiredTable,
  actual: ActualTable,
  owned: ReadonlySet<string>,
  settled: DesiredTable | null = null,
): readonly TableOperation[] => {
  const coming: TableOperation[] = [];
  const going: TableOperation[] = [];
  for (const [key, wanted] of desired) {
    if (settled?.get(key) === wanted) continue;
    const present = actual.get(key);
    coming.push(...serviceChanges(wanted, present));
    const changes = destinationChanges(wanted, present);
    coming.push(...changes.coming);
    going.push(...changes.going);
  }
  for (const [key, present] of actual) {
    if (owned.has(key) && !desired.has(key)) going.push(...removal(present));
  }
  return [...coming, ...going];
};

const serviceChanges = ({ service }: DesiredService, present: ActualService | undefined): TableOperation[] => {
  if (!present) return [{ op: "add-service", service }];
  if (sameService(service, present.service)) return [];
  return [{ op: "edit-service", service, from: present.service }];
};

const isRaised = (to: Destination, from: Destination): boolean => to.weight >= from.weight;

const destinationChanges = (
  { service, destinations }: DesiredService,
  present: ActualService | undefined,
): { coming: TableOperation[]; going: TableOperation[] } => {
  const { id } = service;
  const added: TableOperation[] = [];
  const raised: TableOperation[] = [];
  const going: TableOperation[] = [];
  for (const [key, destination] of destinations) {
    const from = present?.destinations.get(key)?.destination;
    if (!from) added.push({ op: "add-destination", id, destination });
    else if (!sameDestination(destination, from)) {
      (isRaised(destination, from) ? raised : going).push({ op: "edit-destination", id, destination, from });
    }
  }
  for (const [key, { destination }] of present?.destinations ?? []) {
    if (!destinations.has(key)) going.push({ op: "delete-destination", id, destination });
  }
  return { coming: [...added, ...raised], going };
};

/** A service goes as keepalived lets it go: its servers one by one, then itself. */
const removal = ({ service, destinations }: ActualService): TableOperation[] => [
  ...[...destinations.values()].map(
    ({ destination }): TableOperation => ({ op: "delete-destination", id: service.id, destination }),
  ),
  { op: "delete-service", id: service.id },
];
