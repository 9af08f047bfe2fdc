import { assertNever } from "@baton/shared/base/assert-never.ts";
import { destinationKey, serviceKey } from "./key.ts";
import type { TableOperation } from "./operation.ts";
import type { Destination, Service } from "./table.ts";

const describeService = (service: Service): string =>
  service.persistence
    ? `${service.scheduler}, persistent ${service.persistence.timeoutSeconds} s`
    : `${service.scheduler}, not persistent`;

const describeDestination = (destination: Destination): string =>
  `${destination.forwarding}, weight ${destination.weight}`;

const describeEdit = (from: Destination, to: Destination): string =>
  from.forwarding === to.forwarding && from.weight !== to.weight
    ? `weight ${from.weight} to ${to.weight}`
    : `${describeDestination(from)} to ${describeDestination(to)}`;

/** The operation as half a sentence: "add 192.168.1.5:3306 to TCP 192.168.1.100:3306 (DR, weight 3)". */
export const explainOperation = (operation: TableOperation): string => {
  switch (operation.op) {
    case "add-service":
      return `add ${serviceKey(operation.service.id)} (${describeService(operation.service)})`;
    case "edit-service":
      return `change ${serviceKey(operation.service.id)} (${describeService(operation.from)} to ${describeService(operation.service)})`;
    case "delete-service":
      return `remove ${serviceKey(operation.id)}`;
    case "add-destination":
      return `add ${destinationKey(operation.destination)} to ${serviceKey(operation.id)} (${describeDestination(operation.destination)})`;
    case "edit-destination":
      return `change ${destinationKey(operation.destination)} of ${serviceKey(operation.id)} (${describeEdit(operation.from, operation.destination)})`;
    case "delete-destination":
      return `remove ${destinationKey(operation.destination)} from ${serviceKey(operation.id)}`;
    default:
      return assertNever(operation);
  }
};
