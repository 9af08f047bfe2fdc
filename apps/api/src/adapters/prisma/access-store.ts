import { type UserRole, userRoleSchema } from "@baton/shared/contract/http/session.ts";
import type { ApiToken, PrismaClient, User } from "../../generated/client.ts";
import type { AccessStore, ApiTokenRecord, UserRecord } from "../../ports/access-store.ts";

/** An unknown role, from a newer hub's database, may only look. */
export const roleOf = (text: string): UserRole => userRoleSchema.catch("viewer").parse(text);

export const toUser = ({ id, name, role, passwordHash, disabledAt }: User): UserRecord => ({
  ...{ id, name, passwordHash },
  role: roleOf(role),
  disabled: disabledAt !== null,
});

const toApiToken = (row: ApiToken): ApiTokenRecord => ({
  id: row.id,
  name: row.name,
  role: roleOf(row.role),
  createdBy: row.createdBy,
  createdAt: Number(row.createdAt),
  expiresAt: row.expiresAt === null ? null : Number(row.expiresAt),
});

const firstAdmin =
  (client: PrismaClient): AccessStore["createFirstAdmin"] =>
  (digest, at, admin) =>
    client.$transaction(async (tx) => {
      const burnt = await tx.setupToken.deleteMany({ where: { tokenHash: digest, expiresAt: { gt: BigInt(at) } } });
      if (burnt.count === 0) return null;
      if ((await tx.user.count({ where: { role: "admin" } })) > 0) return null;
      return toUser(await tx.user.create({ data: { ...admin, role: "admin", createdAt: BigInt(at) } }));
    });

export const prismaAccessStore = (client: PrismaClient): AccessStore => ({
  adminExists: async () => (await client.user.count({ where: { role: "admin" } })) > 0,
  findUser: async (name) => {
    const row = await client.user.findUnique({ where: { name } });
    return row && toUser(row);
  },
  putSetupToken: async (tokenHash, expiresAt) => {
    await client.$transaction([
      client.setupToken.deleteMany(),
      client.setupToken.create({ data: { tokenHash, expiresAt: BigInt(expiresAt) } }),
    ]);
  },
  createFirstAdmin: firstAdmin(client),
  putSession: async (tokenHash, userId, at, expiresAt) => {
    const data = { tokenHash, userId, createdAt: BigInt(at), expiresAt: BigInt(expiresAt) };
    await client.session.create({ data });
  },
  findSession: async (tokenHash) => {
    const row = await client.session.findUnique({ where: { tokenHash }, include: { user: true } });
    return row && { user: toUser(row.user), expiresAt: Number(row.expiresAt) };
  },
  endSession: async (tokenHash) => {
    await client.session.deleteMany({ where: { tokenHash } });
  },
  dropExpiredSessions: async (at) => {
    await client.session.deleteMany({ where: { expiresAt: { lte: BigInt(at) } } });
  },
  putApiToken: async (tokenHash, { createdAt, expiresAt, ...token }) => {
    const instants = { createdAt: BigInt(createdAt), expiresAt: expiresAt === null ? null : BigInt(expiresAt) };
    await client.apiToken.create({ data: { ...token, ...instants, tokenHash } });
  },
  findApiToken: async (tokenHash) => {
    const row = await client.apiToken.findUnique({ where: { tokenHash } });
    return row && toApiToken(row);
  },
  listApiTokens: async () =>
    (await client.apiToken.findMany({ orderBy: { createdAt: "desc" }, take: 500 })).map(toApiToken),
  dropApiToken: async (id) => (await client.apiToken.deleteMany({ where: { id } })).count > 0,
});
