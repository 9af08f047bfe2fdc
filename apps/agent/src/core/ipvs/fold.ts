import { destinationKey, serviceKey } from "./key.ts";
import type { TableOperation } from "./operation.ts";
import { serviceOf } from "./operation.ts";
import { type ActualDestination, type ActualService, type ActualTable, NO_COUNTS, NO_TRAFFIC } from "./table.ts";

/** What the table is after the operations, until the kernel is read again. Counters of what stays are kept. */
export const foldOperations = (table: ActualTable, operations: readonly TableOperation[]): ActualTable => {
  const next = new Map(table);
  for (const operation of operations) {
    const key = serviceKey(serviceOf(operation));
    if (operation.op === "delete-service") next.delete(key);
    else if (operation.op === "add-service" || operation.op === "edit-service") {
      const before = next.get(key);
      next.set(key, {
        service: operation.service,
        traffic: before?.traffic ?? NO_TRAFFIC,
        destinations: before?.destinations ?? new Map<string, ActualDestination>(),
      });
    } else {
      const before = next.get(key);
      if (before) next.set(key, withDestination(before, operation));
    }
  }
  return next;
};

const withDestination = (
  service: ActualService,
  operation: Exclude<TableOperation, { op: "add-service" | "edit-service" | "delete-service" }>,
): ActualService => {
  const destinations = new Map(service.destinations);
  const key = destinationKey(operation.destination);
  if (operation.op === "delete-destination") destinations.delete(key);
  else {
    destinations.set(key, {
      destination: operation.destination,
      counts: destinations.get(key)?.counts ?? NO_COUNTS,
    });
  }
  return { ...service, destinations };
};
