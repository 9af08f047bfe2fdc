import { destinationKey, serviceKey } from "./key.ts";
import type { TableOperation } from "./operation.ts";
import { serviceOf } from "./operation.ts";
import { type ActualDestination, type ActualService, type ActualTable, NO_COUNTS, NO_TRAFFIC } from "./table.ts";

type ServiceOperation = Extract<TableOperation, { op: "add-service" | "edit-service" }>;
type DestinationOperation = Extract<TableOperation, { readonly destination: unknown }>;

/** What the table is after the operations, until the kernel is read again. Counters of what stays are kept. */
export const foldOperations = (table: ActualTable, operations: readonly TableOperation[]): ActualTable => {
  const next = new Map(table);
  /** Maps of this call's own: those of the table it began with are copied once, at their first change. */
  const own = new Map<ActualService, Map<string, ActualDestination>>();
  for (const operation of operations) {
    const key = serviceKey(serviceOf(operation));
    const before = next.get(key);
    if (operation.op === "delete-service") next.delete(key);
    else if (operation.op === "add-service" || operation.op === "edit-service") {
      next.set(key, withService(before, operation));
    } else if (before) {
      const destinations = own.get(before) ?? new Map(before.destinations);
      const after = own.has(before) ? before : { ...before, destinations };
      own.set(after, destinations);
      next.set(key, after);
      changeDestination(destinations, operation);
    }
  }
  return next;
};

const withService = (before: ActualService | undefined, { service }: ServiceOperation): ActualService => ({
  service,
  traffic: before?.traffic ?? NO_TRAFFIC,
  destinations: before?.destinations ?? new Map<string, ActualDestination>(),
});

const changeDestination = (destinations: Map<string, ActualDestination>, operation: DestinationOperation): void => {
  const key = destinationKey(operation.destination);
  if (operation.op === "delete-destination") destinations.delete(key);
  else {
    const counts = destinations.get(key)?.counts ?? NO_COUNTS;
    destinations.set(key, { destination: operation.destination, counts });
  }
};
