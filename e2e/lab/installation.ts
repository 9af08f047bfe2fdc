import { existsSync } from "node:fs";
import path from "node:path";
import { env } from "../vm/debian.ts";
import { privateRoot } from "../vm/paths.ts";
import { mustRun } from "./command.ts";

/** MariaDB's programs, and the folder its messages and character sets lie in. */
export interface MariadbPrograms {
  readonly server: string;
  readonly installer: string;
  readonly share: string;
  readonly prefix: string;
  readonly env: NodeJS.ProcessEnv;
}

/** `root` is "/" for an installed MariaDB, or the folder its packages were unpacked into. */
const programsUnder = (root: string): MariadbPrograms | null => {
  const prefix = path.join(root, "usr");
  const server = path.join(prefix, "sbin", "mariadbd");
  const installer = path.join(prefix, "bin", "mariadb-install-db");
  const share = path.join(prefix, "share", "mysql");
  // The table definitions are in another package than the server; without them there's nothing to install from.
  const complete = [server, installer, path.join(share, "mysql_system_tables.sql")].every((file) => existsSync(file));
  return complete ? { server, installer, share, prefix, env: env() } : null;
};

/** The system's MariaDB if it has a whole one, else the unpacked one. Throws a sentence with the remedy. */
export const findMariadb = (): MariadbPrograms => {
  const found = programsUnder("/") ?? programsUnder(privateRoot());
  if (!found) throw new Error("MariaDB's server is neither installed nor unpacked; run `npm run setup`");
  return found;
};

/** uid and gid of the unprivileged account that the servers run as. */
export const accountIds = async (user: string): Promise<{ uid: number; gid: number }> => {
  const [uid, gid] = await Promise.all([mustRun(["id", "-u", user]), mustRun(["id", "-g", user])]);
  return { uid: Number(uid), gid: Number(gid) };
};
