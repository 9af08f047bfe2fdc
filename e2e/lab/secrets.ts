import { randomBytes } from "node:crypto";
import { chown, writeFile } from "node:fs/promises";
import type { DatabaseSecrets } from "./mariadb-config.ts";
import { HOST_NAMES, type HostName } from "./topology.ts";

export interface LabSecrets {
  readonly database: DatabaseSecrets;
  readonly enrolment: Readonly<Record<HostName, string>>;
}

const secret = (): string => randomBytes(24).toString("base64url");

export const makeSecrets = (): LabSecrets => {
  const credentials = (user: string) => ({ user, password: secret() });
  const tokens = Object.fromEntries(HOST_NAMES.map((name) => [name, secret()])) as Record<HostName, string>;
  return {
    database: {
      replication: credentials("replication"),
      application: credentials("shop"),
      watcher: credentials("watcher"),
      lab: credentials("lab"),
    },
    enrolment: tokens,
  };
};

/** Readable by its owner alone from the first byte on. */
export const writeSecret = async (file: string, text: string, owner?: { uid: number; gid: number }): Promise<void> => {
  await writeFile(file, text, { mode: 0o600, flag: "wx" });
  if (owner) await chown(file, owner.uid, owner.gid);
};
