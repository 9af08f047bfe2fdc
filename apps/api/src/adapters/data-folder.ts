import { mkdir, open, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

const isMissing = (cause: unknown): boolean => cause instanceof Error && "code" in cause && cause.code === "ENOENT";

/** The moment the kernel started that process, in clock ticks, or null when there is none (proc(5), stat field 22). */
const startOf = async (pid: number): Promise<string | null> => {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
};

const holderOf = async (file: string): Promise<number | null> => {
  const text = await readFile(file, "utf8").catch(() => "");
  const [pid = "", start] = text.trim().split(" ");
  if (!/^\d+$/.test(pid)) return null;
  return start !== undefined && (await startOf(Number(pid))) === start ? Number(pid) : null;
};

/**
 * Two hubs on one embedded database would destroy it, so the folder has a lock file with the holder's pid and start
 * time; one left by a crash is taken over. Returns the release. Throws a sentence when a live hub holds it.
 */
export const lockDataFolder = async (folder: string): Promise<() => Promise<void>> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "hub.lock");
  for (let attempt = 0; attempt < 3; attempt++) {
    const handle = await open(file, "wx", 0o600).catch(() => null);
    if (handle) {
      await handle.writeFile(`${process.pid} ${await startOf(process.pid)}\n`);
      await handle.close();
      return () => rm(file, { force: true });
    }
    const holder = await holderOf(file);
    if (holder !== null) throw new Error(`another hub (process ${holder}) uses ${folder}`);
    await rm(file, { force: true });
  }
  throw new Error(`cannot make the lock file ${file}`);
};

const setupFile = (folder: string): string => join(folder, "setup-link");

/** For those who did not see the first lines of the log; readable by the owner alone. */
export const writeSetupLink = async (folder: string, link: string): Promise<void> => {
  await rm(setupFile(folder), { force: true });
  await writeFile(setupFile(folder), `${link}\n`, { mode: 0o600, flag: "wx" });
};

export const dropSetupLink = (folder: string): Promise<void> => rm(setupFile(folder), { force: true });

const MAX_ENROLMENT_BYTES = 1_000_000;

/** The text of a file that holds secrets. Throws a sentence when others could read it, or it is missing or huge. */
export const readSecretFile = async (file: string): Promise<string> => {
  const found = await stat(file).catch((cause: unknown) => {
    throw new Error(isMissing(cause) ? `there is no file ${file}` : `cannot read ${file}`);
  });
  if ((found.mode & 0o077) !== 0)
    throw new Error(`${file} holds secrets: make it readable by its owner alone (chmod 600)`);
  if (found.size > MAX_ENROLMENT_BYTES) throw new Error(`${file} is larger than ${MAX_ENROLMENT_BYTES} bytes`);
  return readFile(file, "utf8");
};
