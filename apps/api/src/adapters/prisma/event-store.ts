import { type StoredEvent, storedEventSchema } from "@baton/shared/contract/http/events.ts";
import type { Event, PrismaClient } from "../../generated/client.ts";
import type { EventQuery, EventStore } from "../../ports/event-store.ts";
import { storableRecord, storableText } from "./storable.ts";

/** Any number; the same in every hub on one database. */
const ORDER_LOCK = 720_401;

const toEvent = (row: Event): StoredEvent =>
  storedEventSchema.parse({ ...row, id: Number(row.id), at: Number(row.at), receivedAt: Number(row.receivedAt) });

/**
 * The lock makes ids appear in ascending order also with several hubs: without it a reader that follows by id could
 * pass over a transaction that took a smaller id and committed later.
 */
const append =
  (client: PrismaClient): EventStore["append"] =>
  async (node, events, receivedAt) => {
    const data = events.map((event) => ({
      ...event,
      node,
      boot: storableText(event.boot),
      subject: storableText(event.subject),
      text: storableText(event.text),
      data: storableRecord(event.data),
      at: BigInt(event.at),
      receivedAt: BigInt(receivedAt),
    }));
    const [, rows] = await client.$transaction([
      client.$executeRaw`SELECT pg_advisory_xact_lock(${ORDER_LOCK}::bigint)`,
      client.event.createManyAndReturn({ data, skipDuplicates: true }),
    ]);
    return rows.map(toEvent).sort((a, b) => a.id - b.id);
  };

const AT_LEAST = { warning: ["warning", "critical"], critical: ["critical"] };

const query =
  (client: PrismaClient): EventStore["query"] =>
  async ({ node, kind, severity, before, after, limit }: EventQuery) => {
    const id = {
      ...(before === undefined ? {} : { lt: BigInt(before) }),
      ...(after === undefined ? {} : { gt: BigInt(after) }),
    };
    const rows = await client.event.findMany({
      where: {
        id,
        ...(node === undefined ? {} : { node }),
        ...(kind === undefined ? {} : { kind }),
        ...(severity === undefined ? {} : { severity: { in: AT_LEAST[severity] } }),
      },
      orderBy: { id: after === undefined ? "desc" : "asc" },
      take: limit + 1,
    });
    return { events: rows.slice(0, limit).map(toEvent), more: rows.length > limit };
  };

export const prismaEventStore = (client: PrismaClient): EventStore => ({
  append: append(client),
  query: query(client),
});
