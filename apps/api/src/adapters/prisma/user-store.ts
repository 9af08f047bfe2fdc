import type { Invitation, User } from "@baton/shared/contract/http/users.ts";
import type { Invitation as InvitationRow, PrismaClient, User as UserRow } from "../../generated/client.ts";
import type { UserStore } from "../../ports/user-store.ts";
import { roleOf, toUser } from "./access-store.ts";

/** Any number; the same in every hub on one database: two changes at once can't each leave the other as the last. */
const ADMIN_LOCK = 720_402;
const MAX_LISTED = 1_000;

const summary = ({ name, role, createdAt, disabledAt }: UserRow): User => ({
  name,
  role: roleOf(role),
  createdAt: Number(createdAt),
  disabledAt: disabledAt === null ? null : Number(disabledAt),
});

const toInvitation = ({ name, role, createdBy, createdAt, expiresAt }: InvitationRow): Invitation => ({
  ...{ name, createdBy },
  role: roleOf(role),
  createdAt: Number(createdAt),
  expiresAt: Number(expiresAt),
});

const change =
  (client: PrismaClient): UserStore["change"] =>
  (name, { role, disabled }, at) =>
    client.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ADMIN_LOCK}::bigint)`;
      const before = await tx.user.findUnique({ where: { name } });
      if (!before) return "missing" as const;
      const disabledAt =
        disabled === undefined ? before.disabledAt : disabled ? (before.disabledAt ?? BigInt(at)) : null;
      const data = { role: role ?? before.role, disabledAt };
      if (data.role !== "admin" || disabledAt !== null) {
        const others = await tx.user.count({ where: { role: "admin", disabledAt: null, name: { not: name } } });
        if (others === 0) return "last-admin" as const;
      }
      return summary(await tx.user.update({ where: { name }, data }));
    });

const accept =
  (client: PrismaClient): UserStore["accept"] =>
  (tokenHash, at, passwordHash) =>
    client.$transaction(async (tx) => {
      const invitation = await tx.invitation.findFirst({ where: { tokenHash, expiresAt: { gt: BigInt(at) } } });
      if (!invitation) return null;
      const { name, role } = invitation;
      // The delete decides between two who use the link at once.
      if ((await tx.invitation.deleteMany({ where: { tokenHash } })).count === 0) return null;
      const known = await tx.user.findUnique({ where: { name } });
      if (known === null) {
        return toUser(await tx.user.create({ data: { name, role, passwordHash, createdAt: BigInt(at) } }));
      }
      if (known.disabledAt !== null) return null;
      return toUser(await tx.user.update({ where: { name }, data: { passwordHash } }));
    });

const endSessions =
  (client: PrismaClient): UserStore["endSessions"] =>
  async (userId, except) => {
    const where = { userId, ...(except === null ? {} : { tokenHash: { not: except } }) };
    const rows = await client.session.findMany({ where, select: { tokenHash: true } });
    const digests = rows.map(({ tokenHash }) => tokenHash);
    await client.session.deleteMany({ where: { tokenHash: { in: digests } } });
    return digests;
  };

export const prismaUserStore = (client: PrismaClient): UserStore => ({
  list: async () => (await client.user.findMany({ orderBy: { name: "asc" }, take: MAX_LISTED })).map(summary),
  change: change(client),
  setPassword: async (id, passwordHash) => {
    await client.user.update({ where: { id }, data: { passwordHash } });
  },
  endSessions: endSessions(client),
  invitations: async (at) => {
    const where = { expiresAt: { gt: BigInt(at) } };
    return (await client.invitation.findMany({ where, orderBy: { name: "asc" }, take: MAX_LISTED })).map(toInvitation);
  },
  putInvitation: async (tokenHash, { name, role, createdBy, createdAt, expiresAt }) => {
    const data = { tokenHash, role, createdBy, createdAt: BigInt(createdAt), expiresAt: BigInt(expiresAt) };
    await client.invitation.upsert({ where: { name }, create: { name, ...data }, update: data });
  },
  dropInvitation: async (name) => (await client.invitation.deleteMany({ where: { name } })).count > 0,
  findInvitation: async (tokenHash, at) => {
    const row = await client.invitation.findFirst({ where: { tokenHash, expiresAt: { gt: BigInt(at) } } });
    return row && toInvitation(row);
  },
  accept: accept(client),
});
