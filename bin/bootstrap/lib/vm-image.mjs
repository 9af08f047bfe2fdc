import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { run, SetupError } from "./command.mjs";
import { packTree } from "./cpio.mjs";
import { debianEnv, findTool } from "./debian.mjs";
import { debianDir, root, vmDir } from "./paths.mjs";

/** All the initrd needs: the host's file systems and the network card. The lab's modules come from the private root. */
const bootModules = ["virtio_pci", "9pnet_virtio", "9p", "overlay", "virtio_net"];

export const kernelVersion = () => {
  const modules = join(debianDir, "lib/modules");
  const versions = existsSync(modules)
    ? readdirSync(modules).filter((name) => existsSync(join(debianDir, "boot", `vmlinuz-${name}`)))
    : [];
  return versions.sort().at(-1) ?? null;
};

/** depmod's list, by which the guest finds modules; unpacking the kernel's package again removes it. */
export const moduleIndex = () => join(debianDir, "lib/modules", kernelVersion() ?? "", "modules.dep");

/** Writes .baton/vm/{kernel,initrd}: the kernel of the private root and a small initrd that mounts this machine's files. */
export async function buildImage() {
  const version = kernelVersion();
  if (version === null)
    throw new SetupError(
      "The VM's kernel is missing from .baton/debian; remove .baton/stamps and run `npm run setup` again.",
    );
  await run([findTool("depmod"), "-b", debianDir, version], { env: debianEnv() });
  mkdirSync(vmDir, { recursive: true });
  await writeKernel(version);
  writeInitrd(version);
  return version;
}

/**
 * An emulated processor needs seconds to unpack a compressed kernel, so it is unpacked here. Offsets: Linux
 * Documentation/arch/x86/boot.rst (setup_sects, payload_offset, payload_length). The packed form is kept when that fails.
 */
async function writeKernel(version) {
  const image = readFileSync(join(debianDir, "boot", `vmlinuz-${version}`));
  const target = join(vmDir, "kernel");
  const start = (image.readUInt8(0x1f1) + 1) * 512 + image.readUInt32LE(0x248);
  const packed = join(vmDir, "kernel.xz");
  writeFileSync(packed, image.subarray(start, start + image.readUInt32LE(0x24c) - 4));
  rmSync(target, { force: true });
  const unpacked = await run([findTool("xz"), "-d", "-k", packed], { env: debianEnv(), check: false });
  rmSync(packed, { force: true });
  const isElf =
    unpacked.code === 0 && existsSync(target) && readFileSync(target).subarray(0, 4).toString("latin1") === "\x7fELF";
  if (!isElf) writeFileSync(target, image);
}

function writeInitrd(version) {
  const tree = join(vmDir, "initrd.tree");
  rmSync(tree, { recursive: true, force: true });
  for (const dir of ["bin", "proc", "sys", "dev", "run", "lower", "share", "private", "rw", "root", "sbin"])
    mkdirSync(join(tree, dir), { recursive: true });
  copyFileSync(findTool("busybox"), join(tree, "bin/busybox"));
  chmodSync(join(tree, "bin/busybox"), 0o755);
  for (const tool of [
    "sh",
    "cat",
    "chmod",
    "echo",
    "hostname",
    "ip",
    "mkdir",
    "modprobe",
    "mount",
    "sed",
    "sleep",
    "switch_root",
    "umount",
  ]) {
    symlinkSync("busybox", join(tree, "bin", tool));
  }
  symlinkSync("../bin/busybox", join(tree, "sbin/modprobe"));
  copyFileSync(join(root, "e2e/vm/guest/init"), join(tree, "init"));
  chmodSync(join(tree, "init"), 0o755);
  copyModules(version, tree);
  writeFileSync(join(vmDir, "initrd"), packTree(tree));
  rmSync(tree, { recursive: true, force: true });
}

/** Copies the modules with everything they need. */
function copyModules(version, tree) {
  const base = join(debianDir, "lib/modules", version);
  const needs = new Map();
  for (const line of readFileSync(join(base, "modules.dep"), "utf8").split("\n")) {
    const [file, rest] = line.split(":");
    if (rest !== undefined) needs.set(file, rest.split(" ").filter(Boolean));
  }
  const byName = new Map([...needs.keys()].map((file) => [moduleName(file), file]));
  const builtIn = new Set(
    readFileSync(join(base, "modules.builtin"), "utf8").split("\n").filter(Boolean).map(moduleName),
  );
  const missing = bootModules.filter((name) => !byName.has(name) && !builtIn.has(name));
  if (missing.length > 0) throw new SetupError(`The kernel ${version} lacks these modules: ${missing.join(", ")}.`);
  const wanted = new Set();
  for (const name of bootModules) {
    const file = byName.get(name);
    if (file !== undefined) for (const each of [file, ...(needs.get(file) ?? [])]) wanted.add(each);
  }
  const target = join(tree, "lib/modules", version);
  for (const file of wanted) {
    mkdirSync(join(target, dirname(file)), { recursive: true });
    copyFileSync(join(base, file), join(target, file));
  }
  const lines = [...wanted].map((file) => `${file}: ${(needs.get(file) ?? []).join(" ")}`.trimEnd());
  writeFileSync(join(target, "modules.dep"), `${lines.join("\n")}\n`);
}

const moduleName = (file) =>
  file
    .slice(file.lastIndexOf("/") + 1)
    .replace(/\.ko(\.\w+)?$/, "")
    .replaceAll("-", "_");
