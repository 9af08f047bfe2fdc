import type { VirtualServer } from "@baton/shared/config/model.ts";
import { familyOf } from "@baton/shared/net/ip-address.ts";
import { virtualServerKey } from "./services-of.ts";

/**
 * nftables_ipvs: which firewall mark stands for which group. A group keeps its mark over reloads, since a service with another
 * one would be another service and cut every connection. Pure.
 */
export interface MarkBook {
  /** By the virtual server's key, so a group has one for each protocol. */
  readonly marks: ReadonlyMap<string, number>;
}

export const NO_MARKS: MarkBook = { marks: new Map() };

const isMarked = ({ group }: VirtualServer): boolean => group?.ranges !== undefined;

/** Marks of the file's own are left alone, and one that has been free for a reload is taken again. */
export const assignMarks = (book: MarkBook, virtualServers: readonly VirtualServer[], firstMark: number): MarkBook => {
  const wanted = virtualServers.filter(isMarked).map(virtualServerKey);
  const marks = new Map([...book.marks].filter(([key, mark]) => wanted.includes(key) && mark >= firstMark));
  const taken = new Set(marks.values());
  for (const server of virtualServers)
    for (const { mark } of server.group?.services ?? [server]) if (mark !== undefined) taken.add(mark);
  let next = firstMark;
  for (const key of wanted) {
    if (marks.has(key)) continue;
    while (taken.has(next)) next++;
    marks.set(key, next);
    taken.add(next);
  }
  return { marks };
};

/** The virtual servers as the table is to have them: of each marked group one service. */
export const withMarks = (virtualServers: readonly VirtualServer[], { marks }: MarkBook): readonly VirtualServer[] =>
  virtualServers.map((server) => {
    const mark = marks.get(virtualServerKey(server));
    const { group } = server;
    const [first] = group?.services ?? [];
    if (!group || !first || mark === undefined) return server;
    const address = familyOf(first.address) === "inet" ? "0.0.0.0" : "::";
    return { ...server, group: { ...group, services: [{ address, port: 0, mark }], marked: group.services } };
  });
