import type { PrismaClient } from "../../generated/client.ts";
import type { Housekeeper } from "../../ports/housekeeper.ts";

export const prismaHousekeeper = (client: PrismaClient): Housekeeper => ({
  trimEvents: async (kept) => {
    const [oldest] = await client.event.findMany({
      orderBy: { id: "desc" },
      skip: kept,
      take: 1,
      select: { id: true },
    });
    return oldest ? (await client.event.deleteMany({ where: { id: { lte: oldest.id } } })).count : 0;
  },
  trimAudit: async (kept) => {
    const [oldest] = await client.audit.findMany({
      orderBy: { id: "desc" },
      skip: kept,
      take: 1,
      select: { id: true },
    });
    return oldest ? (await client.audit.deleteMany({ where: { id: { lte: oldest.id } } })).count : 0;
  },
  trimDrills: async (kept) => {
    const order = { requestedAt: "desc" as const };
    const [oldest] = await client.drill.findMany({
      orderBy: order,
      skip: kept,
      take: 1,
      select: { requestedAt: true },
    });
    if (!oldest) return 0;
    const where = { requestedAt: { lte: oldest.requestedAt }, endedAt: { not: null } };
    return (await client.drill.deleteMany({ where })).count;
  },
  dropExpired: async (at) => {
    const over = { expiresAt: { lte: BigInt(at) } };
    const sessions = await client.session.deleteMany({ where: over });
    const tokens = await client.enrolmentToken.deleteMany({ where: over });
    const invitations = await client.invitation.deleteMany({ where: over });
    return sessions.count + tokens.count + invitations.count;
  },
});
