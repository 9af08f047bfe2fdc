import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { mustRun } from "./command.ts";
import { hubCommand } from "./hub-program.ts";
import { findMariadb, type MariadbPrograms } from "./installation.ts";
import { installationOptions, SERVER_USER, SIZE_OPTIONS } from "./mariadb-config.ts";
import { repositoryPath, SEED_DIR } from "./paths.ts";

/**
 * Databases made once, natively, and unpacked at every start: making them takes most of a minute in the VM. Each
 * has a stamp of what it was made from and is made anew when that has changed.
 */
export const SEEDS = {
  mariadbData: path.join(SEED_DIR, "mariadb-data.tar"),
  mariadbShare: path.join(SEED_DIR, "mariadb-share.tar"),
  hub: path.join(SEED_DIR, "hub.tar"),
} as const;

/** Compiled code of the bundles, kept from the native run for the much slower VM: Node reads it instead of parsing. */
export const withCompileCache = (): NodeJS.ProcessEnv => ({
  ...process.env,
  NODE_COMPILE_CACHE: path.join(SEED_DIR, "compile-cache"),
});

const inTemporaryFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(path.join(tmpdir(), "baton-seed-"));
  try {
    await chmod(folder, 0o755);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const pack = async (folder: string, archive: string): Promise<void> => {
  await mustRun(["tar", "-cf", `${archive}.new`, "-C", folder, "."]);
  await rename(`${archive}.new`, archive);
};

const fingerprint = async (files: readonly string[], words: readonly string[] = []): Promise<string> => {
  const hash = createHash("sha256").update(words.join("\0"));
  for (const file of files) {
    const { size, mtimeMs } = await stat(file);
    hash.update(`\0${file}\0${size}\0${mtimeMs}`);
  }
  return hash.digest("hex");
};

/** Makes a seed unless its archives are there with the same stamp. True when there was something to do. */
const once = async (name: string, stamp: string, archives: readonly string[], make: () => Promise<void>) => {
  const stampFile = path.join(SEED_DIR, `${name}.stamp`);
  const known = await readFile(stampFile, "utf8").catch(() => "");
  if (known === stamp && archives.every((file) => existsSync(file))) return false;
  await mkdir(SEED_DIR, { recursive: true });
  await make();
  await writeFile(stampFile, stamp);
  return true;
};

/** The few files that a server reads after it gave up root; a checkout under /root is closed to it by then. */
const copyShare = async (programs: MariadbPrograms, folder: string): Promise<void> => {
  const share = path.join(folder, "share", "mysql");
  await mkdir(path.join(folder, "lib", "mysql", "plugin"), { recursive: true });
  for (const part of ["english", "charsets"]) {
    await cp(path.join(programs.share, part), path.join(share, part), { recursive: true });
  }
};

const makeMariadbSeed = (programs: MariadbPrograms): Promise<void> =>
  inTemporaryFolder(async (folder) => {
    const data = path.join(folder, "data");
    const install = path.join(folder, "install");
    await mkdir(data);
    await mustRun(["chown", SERVER_USER, data]);
    await copyShare(programs, install);
    const options = { ...installationOptions(install), basedir: programs.prefix, ...SIZE_OPTIONS };
    await mustRun(
      [
        programs.installer,
        "--no-defaults",
        `--datadir=${data}`,
        `--user=${SERVER_USER}`,
        "--skip-test-db",
        "--auth-root-authentication-method=normal",
        "--cross-bootstrap",
        ...Object.entries(options).map(([key, value]) => `--${key}=${value}`),
      ],
      { env: programs.env, cwd: folder, timeout: 300_000 },
    );
    if (!existsSync(path.join(data, "mysql", "global_priv.frm"))) {
      throw new Error("mariadb-install-db ended well but left no system tables");
    }
    await pack(data, SEEDS.mariadbData);
    await pack(install, SEEDS.mariadbShare);
  });

const makeHubSeed = (): Promise<void> =>
  inTemporaryFolder(async (folder) => {
    const init = hubCommand("init", "--data-dir", folder);
    // The second run, on a finished database, goes the same way as a start in the lab does.
    for (const _ of ["make", "open"]) await mustRun(init, { timeout: 300_000, env: withCompileCache() });
    // A secret or a link made at this time must not become the same for every lab.
    await rm(path.join(folder, "setup-link"), { force: true });
    await pack(folder, SEEDS.hub);
  });

/** Prepares whatever is missing or outdated; says what it did. */
export const prepareSeeds = async (say: (line: string) => void): Promise<void> => {
  const programs = findMariadb();
  const installed = await once(
    "mariadb",
    await fingerprint([programs.server, programs.installer], Object.entries(SIZE_OPTIONS).flat()),
    [SEEDS.mariadbData, SEEDS.mariadbShare],
    () => makeMariadbSeed(programs),
  );
  say(installed ? "MariaDB's data folder is prepared" : "MariaDB's data folder is up to date");
  const made = await once(
    "hub",
    await fingerprint([repositoryPath("apps", "api", "out", "hub.mjs")], hubCommand()),
    [SEEDS.hub],
    makeHubSeed,
  );
  say(made ? "the hub's database is prepared" : "the hub's database is up to date");
};
