import { type Drill, drillSchema } from "@baton/shared/contract/http/drills.ts";
import type { PrismaClient } from "../../generated/client.ts";
import type { DrillStore } from "../../ports/drill-store.ts";
import { storableText } from "./storable.ts";

/** Messages and evidence in it came from agents. */
const storableDocument = (drill: Drill): Drill =>
  drillSchema.parse(
    JSON.parse(JSON.stringify(drill), (_key, value: unknown) =>
      typeof value === "string" ? storableText(value) : value,
    ),
  );

const toDrills = (rows: readonly { document: unknown }[]): Drill[] =>
  rows.map((row) => drillSchema.parse(row.document));

export const prismaDrillStore = (client: PrismaClient): DrillStore => ({
  put: async (drill) => {
    const { id, instance, requestedAt, endedAt, outcome } = drill;
    const data = {
      endedAt: endedAt === null ? null : BigInt(Math.round(endedAt)),
      outcome,
      document: storableDocument(drill),
    };
    const create = { ...data, id, instance, requestedAt: BigInt(Math.round(requestedAt)) };
    await client.drill.upsert({ where: { id }, create, update: data });
  },
  find: async (id) => {
    const row = await client.drill.findUnique({ where: { id } });
    return row && drillSchema.parse(row.document);
  },
  latest: async (take) => toDrills(await client.drill.findMany({ orderBy: { requestedAt: "desc" }, take })),
  unended: async () => toDrills(await client.drill.findMany({ where: { endedAt: null }, take: 100 })),
});
