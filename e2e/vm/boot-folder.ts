import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { modulesLoaded } from "./guest/modules-loaded.ts";
import type { GuestSettings } from "./guest-settings.ts";
import { guestBundle, nodePath, shareDir } from "./paths.ts";

/*
 * Each VM has a folder on the share, named by random digits that also stand in its kernel command line. It holds what
 * the guest needs to start: where the share belongs, the second stage, and the exec server's settings with the token.
 */
export const bootFolder = (boot: string): string => join(shareDir(), boot);
export const consoleLog = (boot: string): string => join(bootFolder(boot), "console.log");

export const createBootFolder = (boot: string, settings: GuestSettings): void => {
  const dir = bootFolder(boot);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  writeFileSync(join(dir, "share-path"), `${shareDir()}\n`);
  writeFileSync(join(dir, "settings.json"), JSON.stringify(settings), { mode: 0o600 });
  writeFileSync(join(dir, "start"), startScript(dir));
};

/** Loaded at boot; others (dummy, ipip, ip_gre, fou, tun, nft_*) come when first asked for. crc32c is what libcrc32c forgets to name. */
const schedulers = ["rr", "wrr", "lc", "wlc", "sh", "dh", "lblc", "lblcr", "sed", "nq", "fo", "ovf", "mh"];
const labModules = [
  "crc32c_generic",
  "ip_vs",
  ...schedulers.map((name) => `ip_vs_${name}`),
  "veth",
  "bridge",
  "macvlan",
  "nf_tables",
];

/** The shell stays process 1, because it collects orphans; the exec server is its child. */
const startScript = (
  dir: string,
): string => `export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
{ modprobe -a ${labModules.join(" ")}; : > ${modulesLoaded}; } &
${[nodePath(), guestBundle(), join(dir, "settings.json")].map(shellQuote).join(" ")} </dev/null &
wait $!
echo "baton-vm: the exec server ended with $?"
echo o > /proc/sysrq-trigger
sleep 60
`;

const shellQuote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

export const recordPid = (boot: string, pid: number): void => writeFileSync(join(bootFolder(boot), "pid"), `${pid}`);

export const removeBootFolder = (boot: string): void => rmSync(bootFolder(boot), { recursive: true, force: true });

/** True while the process is this boot's QEMU (a recycled pid is not). */
export const isRunning = (boot: string, pid: number): boolean => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(`baton.boot=${boot}`);
  } catch {
    return false;
  }
};

const youngMs = 60_000;

/** Removes what killed runs left behind. A young folder without a pid belongs to a VM that is just starting. */
export const removeStaleBootFolders = (nowMs: number): void => {
  if (!existsSync(shareDir())) return;
  for (const boot of readdirSync(shareDir()).filter((name) => /^[0-9a-f]{16}$/.test(name))) {
    const pidFile = join(bootFolder(boot), "pid");
    const starting = !existsSync(pidFile) && nowMs - statSync(bootFolder(boot)).mtimeMs < youngMs;
    const alive = existsSync(pidFile) && isRunning(boot, Number(readFileSync(pidFile, "utf8")));
    if (!starting && !alive) removeBootFolder(boot);
  }
};
