import { existsSync } from "node:fs";
import { join } from "node:path";
import { buildBundles } from "./bundles.mjs";
import { run, SetupError } from "./command.mjs";
import {
  findTool,
  installPackages,
  missingOf,
  privateHas,
  removeLeftovers,
  systemHas,
  unpackKernel,
  unpackPackages,
} from "./debian.mjs";
import { dependenciesAreReady, generateClient, installDependencies } from "./dependencies.mjs";
import { prepareFonts } from "./fonts.mjs";
import { say } from "./language.mjs";
import { compilers, kernelMetapackages, labPackages, testPackages, vmPackages } from "./packages.mjs";
import { root, toolEnv, vmDir } from "./paths.mjs";
import { runtimeIsReady, setUpRuntime } from "./runtime.mjs";
import { contentHash, isDone, markDone } from "./stamp.mjs";
import { createSteps, sinceStart } from "./steps.mjs";
import { buildImage, kernelVersion, moduleIndex } from "./vm-image.mjs";

/** Does everything that is not done yet. `tests` adds the peers and tools that only tests use. */
export async function setUp({ tests = false } = {}) {
  if (process.platform !== "linux") throw new SetupError("Baton runs on Linux only.");
  removeLeftovers();
  const vm = await needsVm();
  const wanted = [...labPackages, ...(vm ? vmPackages : []), ...(tests ? testPackages : [])];
  announce(wanted, vm);
  const step = createSteps(8);
  await step("Node 24 and pnpm", () => setUpRuntime());
  await step("Compiler for raw-socket", (note) => installCompilers(note));
  await step("Debian packages, unpacked privately", (note) => fetchPackages(wanted, vm, note));
  await step("npm packages", () => installDependencies());
  await step("Database client", () => generateClient());
  await step("Bundles", async () => (await buildBundles()).join(", ") || null);
  await step("VM image", () => (vm ? makeImage() : "not needed: this kernel has IPVS"));
  await step("Lab databases", (note) => prepareLab(note));
  process.stdout.write(`${say(`Set up in ${sinceStart()}.`)}\n`);
}

/** True when the running kernel has no IPVS: neither loaded nor as a module that could be (asked without loading it). */
async function needsVm() {
  if (existsSync("/proc/net/ip_vs")) return false;
  if (!systemHas("modprobe")) return true;
  return (await run([findTool("modprobe"), "-n", "-q", "ip_vs"], { check: false })).code !== 0;
}

/** Says what will be installed, and where, before anything is. */
function announce(wanted, vm) {
  const missing = [...new Set(missingOf(wanted).map((entry) => entry.package))];
  const compile = missingOf(compilers).filter(({ tool }) => !systemHas(tool));
  const lines = [];
  if (!runtimeIsReady()) lines.push("Node 24 and pnpm, by npm, into .baton/runtime");
  if (compile.length > 0)
    lines.push(`into the system, by apt-get (no services): ${compile.map((entry) => entry.package).join(" ")}`);
  if (missing.length > 0)
    lines.push(`Debian packages, unpacked into .baton/debian, not installed: ${missing.join(" ")}`);
  if (vm && kernelVersion() === null) lines.push("a Debian kernel with IPVS for the VM, unpacked into .baton/debian");
  if (!dependenciesAreReady()) lines.push("npm packages, by pnpm, into node_modules");
  if (lines.length > 0)
    process.stdout.write(
      `${say("Baton will fetch what is missing:")}\n${lines.map((line) => `  - ${say(line)}\n`).join("")}`,
    );
}

async function installCompilers(note) {
  const missing = compilers.filter(({ tool }) => !systemHas(tool) && !inPath(tool)).map((entry) => entry.package);
  if (missing.length === 0) return null;
  await installPackages(missing, note);
  return missing.join(" ");
}

const inPath = (tool) => (process.env.PATH ?? "").split(":").some((dir) => dir !== "" && existsSync(join(dir, tool)));

async function fetchPackages(wanted, vm, note) {
  const missing = missingOf(wanted);
  const fetched = missing.length === 0 ? 0 : await unpackPackages(missing, note);
  const kernel = vm && kernelVersion() === null ? await unpackKernel(kernelMetapackages, note) : [];
  prepareFonts();
  const total = fetched + kernel.length;
  return total === 0 ? null : `${total} packages`;
}

async function makeImage() {
  const hash = contentHash(
    ["e2e/vm/guest/init", "bin/bootstrap/lib/vm-image.mjs", "bin/bootstrap/lib/cpio.mjs"],
    [kernelVersion() ?? ""],
  );
  if (isDone("vm-image", hash, [join(vmDir, "kernel"), join(vmDir, "initrd"), moduleIndex()])) return null;
  const version = await buildImage();
  markDone("vm-image", hash);
  return `Linux ${version}`;
}

/** MariaDB's data folders and the hub's database; `lab prepare` knows itself what is missing. */
async function prepareLab(note) {
  if (!existsSync(join(root, "e2e/out/lab.mjs"))) return null;
  if (process.getuid?.() !== 0) {
    note("skipped: the lab needs root (network namespaces)");
    return null;
  }
  const hash = contentHash(["e2e/lab", "prisma"], [findTool("mariadbd"), `${privateHas("mariadbd")}`]);
  if (isDone("lab", hash, [join(root, ".baton/lab")])) return null;
  await run([join(root, "bin/baton"), "lab", "prepare"], { env: toolEnv() });
  markDone("lab", hash);
  return "lab prepare";
}
