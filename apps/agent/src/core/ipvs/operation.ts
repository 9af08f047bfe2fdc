import type { Destination, Service, ServiceId } from "./table.ts";

/** One change of the kernel's table. */
export type TableOperation =
  | { readonly op: "add-service"; readonly service: Service }
  | { readonly op: "edit-service"; readonly service: Service; readonly from: Service }
  | { readonly op: "delete-service"; readonly id: ServiceId }
  | { readonly op: "add-destination"; readonly id: ServiceId; readonly destination: Destination }
  | {
      readonly op: "edit-destination";
      readonly id: ServiceId;
      readonly destination: Destination;
      readonly from: Destination;
    }
  | { readonly op: "delete-destination"; readonly id: ServiceId; readonly destination: Destination };

export const serviceOf = (operation: TableOperation): ServiceId =>
  operation.op === "add-service" || operation.op === "edit-service" ? operation.service.id : operation.id;
