import type { ActualTable, DesiredTable } from "./table.ts";

/** The kernel's table with the destinations in the order of the configuration, those it does not name last. */
export const inOrderOf = (desired: DesiredTable, actual: ActualTable): ActualTable =>
  new Map(
    [...actual].map(([key, service]) => {
      const order = [...(desired.get(key)?.destinations.keys() ?? []), ...service.destinations.keys()];
      const destinations = new Map(
        order.flatMap((of) => {
          const entry = service.destinations.get(of);
          return entry ? [[of, entry] as const] : [];
        }),
      );
      return [key, { ...service, destinations }];
    }),
  );
