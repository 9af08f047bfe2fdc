/** enable_script_security: what root runs must not be changeable by anyone else. Pure. */

export interface PathPart {
  readonly path: string;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

const OWNER_WRITES = 0o200;
const GROUP_WRITES = 0o020;
const OTHERS_WRITE = 0o002;

const writerOf = ({ uid, gid, mode }: PathPart): string | null => {
  if (uid !== 0 && (mode & OWNER_WRITES) !== 0) return `its owner, user ${uid}`;
  if (gid !== 0 && (mode & GROUP_WRITES) !== 0) return `group ${gid}`;
  return (mode & OTHERS_WRITE) !== 0 ? "everyone" : null;
};

/** The first part that someone but root may write to, as a sentence; null when there is none. */
export const unsafePart = (parts: readonly PathPart[]): string | null => {
  for (const part of parts) {
    const writer = writerOf(part);
    if (writer !== null) return `${part.path} can be written by ${writer}, so root will not run it`;
  }
  return null;
};

/** "/a/b/c" -> "/", "/a", "/a/b", "/a/b/c". */
export const partsOf = (path: string): readonly string[] => {
  const names = path.split("/").filter((name) => name !== "");
  return ["/", ...names.map((_, i) => `/${names.slice(0, i + 1).join("/")}`)];
};
