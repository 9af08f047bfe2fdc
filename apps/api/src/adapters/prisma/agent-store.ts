import { type Role, roleSchema } from "@baton/shared/contract/agent-hub.ts";
import type { Agent, Prisma, PrismaClient } from "../../generated/client.ts";
import type { AgentRecord, AgentStore } from "../../ports/agent-store.ts";

const isRole = (text: string): text is Role => roleSchema.safeParse(text).success;

const toAgent = ({ node, roles }: Agent): AgentRecord => ({ node, roles: roles.filter(isRole) });

const isRepeat = async (tx: Prisma.TransactionClient, tokenHash: string, node: string, keyHash: string) =>
  (await tx.enrolmentToken.count({ where: { tokenHash, node, usedAt: { not: null } } })) > 0 &&
  (await tx.agent.count({ where: { node, keyHash } })) > 0;

const enrol =
  (client: PrismaClient): AgentStore["enrol"] =>
  ({ node, roles, keyDigest }, tokenHash, at) =>
    client.$transaction(async (tx) => {
      const now = BigInt(at);
      const burnt = await tx.enrolmentToken.updateMany({
        where: { tokenHash, node, usedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
        data: { usedAt: now },
      });
      if (burnt.count === 0) return isRepeat(tx, tokenHash, node, keyDigest);
      const data = { keyHash: keyDigest, roles: [...roles], enrolledAt: now };
      await tx.agent.upsert({ where: { node }, create: { node, ...data }, update: data });
      return true;
    });

export const prismaAgentStore = (client: PrismaClient): AgentStore => ({
  list: async () => (await client.agent.findMany({ orderBy: { node: "asc" } })).map(toAgent),
  findByKey: async (node, keyHash) => {
    const row = await client.agent.findFirst({ where: { node, keyHash } });
    return row && toAgent(row);
  },
  putEnrolmentToken: async (tokenHash, node, at, expiresAt) => {
    const data = { tokenHash, node, createdAt: BigInt(at), expiresAt: expiresAt === null ? null : BigInt(expiresAt) };
    await client.enrolmentToken.createMany({ data: [data], skipDuplicates: true });
  },
  enrol: enrol(client),
});
