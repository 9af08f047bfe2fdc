import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { capture, run, SetupError } from "./command.mjs";
import { debianDir, privateDir } from "./paths.mjs";

const aptEnv = () => ({ ...process.env, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" });
const binDirs = ["usr/local/sbin", "usr/local/bin", "usr/sbin", "usr/bin", "sbin", "bin"];
const listsMaxAgeMs = 7 * 24 * 3600 * 1000;

/** Stands while packages are being unpacked. Left behind, it says that the private root lacks files nobody can name. */
const incomplete = join(privateDir, "debian.incomplete");

/** Removes what an interrupted set-up left: half-fetched packages, and the private root if it is only half there. */
export function removeLeftovers() {
  if (!existsSync(privateDir)) return;
  for (const name of readdirSync(privateDir).filter((each) => each.startsWith("download-"))) {
    rmSync(join(privateDir, name), { recursive: true, force: true });
  }
  if (!existsSync(incomplete)) return;
  rmSync(debianDir, { recursive: true, force: true });
  rmSync(incomplete);
}

export const systemHas = (tool) => binDirs.some((dir) => existsSync(join("/", dir, tool)));
export const privateHas = (tool) => binDirs.some((dir) => existsSync(join(debianDir, dir, tool)));

/** Path of a tool in the system or in the private root. Throws a SetupError that names the package list's remedy. */
export function findTool(tool) {
  for (const base of ["/", debianDir]) {
    for (const dir of binDirs) if (existsSync(join(base, dir, tool))) return join(base, dir, tool);
  }
  throw new SetupError(
    `${tool} was found neither in the system nor in ${debianDir}; remove ${privateDir}/stamps and run \`npm run setup\` again.`,
  );
}

/** Environment for programs of the private root. */
export const debianEnv = (env = process.env) => ({
  ...env,
  PATH: [env.PATH ?? "/usr/sbin:/usr/bin:/sbin:/bin", ...binDirs.map((dir) => join(debianDir, dir))].join(":"),
  LD_LIBRARY_PATH: ["usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu", env.LD_LIBRARY_PATH]
    .filter(Boolean)
    .map((dir) => (dir.startsWith("/") ? dir : join(debianDir, dir)))
    .join(":"),
});

/** The entries of a package list that neither the system nor the private root has. */
export const missingOf = (list) =>
  list.filter(({ tool, at }) =>
    at === undefined
      ? !systemHas(tool) && !privateHas(tool)
      : !existsSync(join("/", at)) && !existsSync(join(debianDir, at)),
  );

/** One clear sentence when this machine cannot be served, with what to do by hand instead. */
export function requireApt(packages) {
  const names = packages.join(" ");
  if (!existsSync("/usr/bin/apt-get") || !existsSync("/usr/bin/dpkg")) {
    throw new SetupError(
      `This set-up knows Debian and Ubuntu only (apt-get was not found). Install these by hand with your package manager, then run it again: ${names} (Fedora/RHEL names: ${rhelNames(packages)}).`,
    );
  }
  if (process.arch !== "x64") throw new SetupError(`Only x86-64 is supported so far; this machine is ${process.arch}.`);
}

const rhel = new Map([
  ["g++", "gcc-c++"],
  ["python3-minimal", "python3"],
  ["iproute2", "iproute"],
  ["mariadb-server-core", "mariadb-server"],
  ["mariadb-client-core", "mariadb"],
  ["qemu-system-x86", "qemu-kvm"],
  ["busybox-static", "busybox"],
]);
const rhelNames = (packages) => packages.map((name) => rhel.get(name) ?? name).join(" ");

/** `apt-get update` when the lists are missing or older than a week. */
export async function refreshLists(note) {
  if (listsAreFresh()) return;
  note("apt-get update (package lists are missing or old)");
  if (process.getuid?.() !== 0)
    throw new SetupError("The package lists are missing; run `sudo apt-get update`, then this again.");
  await run(["apt-get", "update", "-q"], { env: aptEnv(), remedy: "Check the network and /etc/apt/sources.list." });
}

function listsAreFresh() {
  try {
    const lists = readdirSync("/var/lib/apt/lists").filter(
      (name) => name.includes("_Packages") || name.includes("_InRelease"),
    );
    const newest = Math.max(0, ...lists.map((name) => statSync(join("/var/lib/apt/lists", name)).mtimeMs));
    return lists.some((name) => name.includes("_Packages")) && Date.now() - newest < listsMaxAgeMs;
  } catch {
    return false;
  }
}

/** Installs packages into the system: only for compilers, which contain no service. */
export async function installPackages(packages, note) {
  requireApt(packages);
  if (process.getuid?.() !== 0) {
    throw new SetupError(
      `These packages are missing and installing them needs root: ${packages.join(" ")}. Run \`sudo apt-get install --no-install-recommends ${packages.join(" ")}\`, then this again.`,
    );
  }
  await refreshLists(note);
  note(`installing into the system by apt-get (no services in them): ${packages.join(" ")}`);
  const argv = ["apt-get", "install", "-y", "-q", "--no-install-recommends", ...packages];
  await run(argv, { env: aptEnv(), remedy: "Run it by hand to see what is wrong." });
}

/**
 * Unpacks packages and everything they need beyond what is installed into .baton/debian. Nothing is installed: no
 * maintainer script runs, no service starts, no file outside the project changes.
 */
export async function unpackPackages(list, note) {
  requireApt(list.map((entry) => entry.package));
  await refreshLists(note);
  const offered = await offeredOf(list, note);
  const names = [...new Set(offered.map((entry) => entry.package))];
  const closure = await resolveClosure([
    ...new Set(offered.filter((entry) => !entry.alone).map((entry) => entry.package)),
  ]);
  for (const entry of offered) if (entry.alone && !closure.includes(entry.package)) closure.push(entry.package);
  if (closure.length === 0) return 0;
  note(`unpacking into .baton/debian (nothing is installed): ${closure.length} packages, for ${names.join(" ")}`);
  await downloadAndUnpack(closure, note);
  return closure.length;
}

/** The entries this distribution offers. One that is missing is named: as an error, unless it is optional. */
async function offeredOf(list, note) {
  const offered = [];
  for (const entry of list) {
    const policy = await run(["apt-cache", "policy", entry.package], { env: aptEnv(), check: false });
    const candidate = /^ {2}Candidate: (.+)$/m.exec(policy.output)?.[1] ?? "(none)";
    if (candidate !== "(none)") offered.push(entry);
    else if (entry.optional)
      note(`${entry.package} is not offered by this distribution; tests that need it are skipped`);
    else
      throw new SetupError(
        `The package ${entry.package} is not offered by this distribution's sources; check them, then \`apt-get update\`.`,
      );
  }
  return offered;
}

/** The kernel's own package, without its metapackage's initramfs tools. Returns its package names. */
export async function unpackKernel(metapackages, note) {
  requireApt(metapackages);
  await refreshLists(note);
  for (const meta of metapackages) {
    const found = await run(["apt-cache", "depends", "--no-recommends", "--no-suggests", meta], {
      env: aptEnv(),
      check: false,
    });
    const names = [...found.output.matchAll(/Depends: (linux-(?:image|modules|modules-extra)-[0-9][\w.+-]*)$/gm)].map(
      (match) => match[1],
    );
    if (found.code !== 0 || names.length === 0) continue;
    note(`unpacking into .baton/debian (nothing is installed): ${names.join(" ")}`);
    await downloadAndUnpack(await withModules(names), note);
    return names;
  }
  throw new SetupError(
    `No kernel package was found (looked for ${metapackages.join(", ")}); run \`apt-get update\` and try again.`,
  );
}

/** Ubuntu keeps a kernel's modules in packages of their own. */
async function withModules(names) {
  const all = new Set(names);
  for (const name of names) {
    const found = await run(["apt-cache", "depends", "--no-recommends", "--no-suggests", name], {
      env: aptEnv(),
      check: false,
    });
    for (const match of found.output.matchAll(/Depends: (linux-modules-[0-9][\w.+-]*)$/gm)) all.add(match[1]);
  }
  return [...all];
}

/** Names apt would install, from `Inst` lines. The C library stays the system's: another one beside its loader crashes. */
async function resolveClosure(packages) {
  if (packages.length === 0) return [];
  const argv = ["apt-get", "install", "-s", "-q", "--no-install-recommends", "-o", "Debug::NoLocking=1", ...packages];
  const plan = await capture(argv, { env: aptEnv(), remedy: "Run `apt-get update` and try again." });
  const names = [...plan.matchAll(/^Inst (\S+)/gm)].map((match) => match[1]);
  return names.filter((name) => !/^(libc6|libc-bin|libc-dev-bin|libc6-dev|locales)(:|$)/.test(name));
}

async function downloadAndUnpack(names, note) {
  mkdirSync(privateDir, { recursive: true });
  const dir = mkdtempSync(join(privateDir, "download-"));
  try {
    await download(names, dir, note);
    prepareRoot();
    writeFileSync(incomplete, "");
    for (const file of readdirSync(dir).filter((name) => name.endsWith(".deb"))) {
      await unpack(join(dir, file));
    }
    relinkWithin(debianDir);
    rmSync(incomplete);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Lists that are only days old may name versions that the mirror has replaced: they are refreshed once. */
async function download(names, dir, note) {
  const argv = ["apt-get", "download", "-q", "-o", "APT::Sandbox::User=root", ...names];
  const first = await run(argv, { cwd: dir, env: aptEnv(), check: false });
  if (first.code === 0) return;
  if (process.getuid?.() === 0) {
    note("the download failed; apt-get update, then once more");
    await run(["apt-get", "update", "-q"], { env: aptEnv(), check: false });
  }
  await run(argv, { cwd: dir, env: aptEnv(), remedy: "Check the network, run `apt-get update`, and try again." });
}

/** As `dpkg -x`, but folder links of the private root stay links (a package's own /lib would replace them). */
function unpack(file) {
  const reader = spawn("dpkg-deb", ["--fsys-tarfile", file], { stdio: ["ignore", "pipe", "inherit"] });
  const argv = ["-x", "-f", "-", "-C", debianDir, "--keep-directory-symlink", "--no-same-owner"];
  const writer = spawn("tar", argv, { stdio: ["pipe", "ignore", "inherit"] });
  reader.stdout.pipe(writer.stdin);
  const ended = (child) =>
    new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) =>
        code === 0 ? resolve() : reject(new SetupError(`${file} could not be unpacked; is the disk full?`)),
      );
    });
  writer.stdin.on("error", () => {});
  return Promise.all([ended(reader), ended(writer)]);
}

/** Absolute links that mean a file of the same package (/usr/sbin/depmod -> /bin/kmod) would point into the system: make them relative. */
function relinkWithin(dir) {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) relinkWithin(path);
    if (!entry.isSymbolicLink()) continue;
    const target = readlinkSync(path);
    if (!target.startsWith("/") || !existsSync(join(debianDir, target))) continue;
    rmSync(path);
    symlinkSync(relative(dir, join(debianDir, target)), path);
  }
}

/** Same links as a merged-/usr system, so that /lib and /usr/lib are one folder here too (the VM lays this over its root). */
function prepareRoot() {
  mkdirSync(debianDir, { recursive: true });
  for (const name of ["bin", "sbin", "lib", "lib64"]) {
    mkdirSync(join(debianDir, "usr", name), { recursive: true });
    if (!existsSync(join(debianDir, name))) symlinkSync(`usr/${name}`, join(debianDir, name));
  }
}
