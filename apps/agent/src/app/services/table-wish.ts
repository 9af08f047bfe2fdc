import type { VirtualServer } from "@baton/shared/config/model.ts";
import { joinServices } from "../../core/ipvs/expand.ts";
import type { DesiredTable } from "../../core/ipvs/table.ts";

/**
 * What the table should hold, worked out anew only for virtual servers of which something has changed; the others' services
 * are the same objects as before, so that nobody has to compare them.
 */
export interface TableWish {
  /** Something about this virtual server has changed that is not in the configuration: a server's health, a weight. */
  touch(virtualServer: VirtualServer): void;
  /** Something has changed, and there is no telling for whom. */
  touchAll(): void;
  /** Those of the configuration that are to be looked at again. A virtual server that is another object is. */
  touched(virtualServers: readonly VirtualServer[]): readonly VirtualServer[];
  /** The table, with the touched ones worked out; nobody is touched after that. */
  table(virtualServers: readonly VirtualServer[]): DesiredTable;
}

export const createTableWish = (expand: (virtualServer: VirtualServer) => DesiredTable): TableWish => {
  /** Of the virtual servers that nothing has changed about. */
  let known = new Map<VirtualServer, DesiredTable>();
  let last: { readonly of: readonly VirtualServer[]; readonly table: DesiredTable } | null = null;

  return {
    touch: (virtualServer) => {
      if (known.delete(virtualServer)) last = null;
    },
    touchAll: () => {
      known = new Map();
      last = null;
    },
    touched: (virtualServers) =>
      last?.of === virtualServers ? [] : virtualServers.filter((virtualServer) => !known.has(virtualServer)),
    table: (virtualServers) => {
      if (last?.of === virtualServers) return last.table;
      const next = new Map<VirtualServer, DesiredTable>();
      for (const virtualServer of virtualServers)
        next.set(virtualServer, known.get(virtualServer) ?? expand(virtualServer));
      known = next;
      last = { of: virtualServers, table: joinServices(next.values()) };
      return last.table;
    },
  };
};
