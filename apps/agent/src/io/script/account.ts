import { execFile } from "node:child_process";
import { err, ok, type Result } from "@baton/shared/base/result.ts";

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export const ROOT: Account = { uid: 0, gid: 0 };

const QUERY_MS = 3000;

/** One line of a name service database by the C library's own tool, so that LDAP and the like count too. */
const getent = (database: "passwd" | "group", key: string): Promise<readonly string[] | null> =>
  new Promise((resolve) => {
    execFile("getent", [database, key], { timeout: QUERY_MS, maxBuffer: 65_536 }, (error, stdout) => {
      resolve(error ? null : (stdout.split("\n")[0] ?? "").split(":"));
    });
  });

const NUMBER = /^\d{1,10}$/;
const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}\$?$/;

const idAt = (fields: readonly string[] | null, index: number): number | null => {
  const text = fields?.[index] ?? "";
  return NUMBER.test(text) ? Number(text) : null;
};

/** `group` null: the account's own. */
export const findAccount = async (name: string, group: string | null): Promise<Result<Account, string>> => {
  if (!NAME.test(name)) return err(`"${name.slice(0, 64)}" is not a user name`);
  const fields = await getent("passwd", name);
  const uid = idAt(fields, 2);
  const ownGid = idAt(fields, 3);
  if (uid === null || ownGid === null) return err(`there is no user ${name}`);
  if (group === null) return ok({ uid, gid: ownGid });
  const gid = NAME.test(group) ? idAt(await getent("group", group), 2) : null;
  return gid === null ? err(`there is no group ${group.slice(0, 64)}`) : ok({ uid, gid });
};
