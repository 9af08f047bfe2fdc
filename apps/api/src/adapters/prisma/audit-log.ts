import * as z from "zod";
import type { PrismaClient } from "../../generated/client.ts";
import type { AuditLog } from "../../ports/audit-log.ts";

const detailSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).catch({});

export const prismaAuditLog = (client: PrismaClient): AuditLog => ({
  record: async ({ at, ...entry }) => {
    await client.audit.create({ data: { ...entry, detail: { ...entry.detail }, at: BigInt(Math.round(at)) } });
  },
  latest: async (take) => {
    const rows = await client.audit.findMany({ orderBy: { id: "desc" }, take });
    return rows.map(({ at, who, action, target, reason, detail }) => ({
      at: Number(at),
      who,
      action,
      target,
      reason,
      detail: detailSchema.parse(detail),
    }));
  },
});
