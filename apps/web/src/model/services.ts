import type { LiveNode } from "../stores/live-state.ts";
import { directors, type Known, known } from "./fleet.ts";

export interface ServiceView {
  /** "TCP 192.168.1.100:3306". */
  readonly key: string;
  readonly scheduler: string;
  readonly persistenceTimeoutMs: number | null;
  /** Directors by name, in the order of the columns. */
  readonly directors: readonly string[];
  /** Directors whose kernel, as freshly read, lacks the virtual server. */
  readonly missingOn: readonly string[];
  readonly rows: readonly RealServerRow[];
}

export interface RealServerRow {
  readonly address: string;
  readonly port: number;
  readonly forwarding: string;
  /** One cell per director of the service; null where it does not report this real server. */
  readonly cells: readonly (Known<"real-server"> | null)[];
}

/** Each virtual server with its real servers side by side, as every director sees them. */
export const services = (nodes: readonly LiveNode[], now: number): ServiceView[] => {
  const columns = directors(nodes);
  const virtual = columns.flatMap((node) => known(node, "virtual-server", now));
  const real = columns.flatMap((node) => known(node, "real-server", now));
  const keys = [...new Set([...virtual.map(({ fact }) => fact.key), ...real.map(({ fact }) => fact.virtualServer)])];
  return keys.sort().map((key) => {
    const own = virtual.filter(({ fact }) => fact.key === key);
    return {
      key,
      scheduler: own[0]?.fact.scheduler ?? "",
      persistenceTimeoutMs: own[0]?.fact.persistenceTimeoutMs ?? null,
      directors: columns.map(({ name }) => name),
      missingOn: own
        .filter(({ fact, freshness }) => freshness.state === "fresh" && !fact.inTable)
        .map(({ node }) => node.name),
      rows: rows(
        real.filter(({ fact }) => fact.virtualServer === key),
        columns,
      ),
    };
  });
};

const rows = (cells: readonly Known<"real-server">[], columns: readonly LiveNode[]): RealServerRow[] => {
  const byServer = new Map(cells.map((cell) => [`${cell.fact.address} ${cell.fact.port}`, cell.fact]));
  return [...byServer.values()]
    .map(({ address, port, forwarding }) => {
      const group = cells.filter(({ fact }) => fact.address === address && fact.port === port);
      const own = columns.map((column) => group.find(({ node }) => node.name === column.name) ?? null);
      return { address, port, forwarding, cells: own };
    })
    .sort((a, b) => a.address.localeCompare(b.address, "en", { numeric: true }) || a.port - b.port);
};
