import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "./command.mjs";
import { node, root, runtimeDir } from "./paths.mjs";
import { contentHash, isDone, markDone } from "./stamp.mjs";

const source = "bin/bootstrap/runtime";
const files = ["package.json", "package-lock.json", ".npmrc"];
const hash = () => contentHash(files.map((name) => `${source}/${name}`));
const outputs = [node, join(runtimeDir, "node_modules/.bin/pnpm")];

export const runtimeIsReady = () => isDone("runtime", hash(), outputs);

/** Node 24 and pnpm, brought by npm into .baton/runtime; the system's Node only runs this bootstrap. */
export async function setUpRuntime() {
  if (runtimeIsReady()) return null;
  mkdirSync(runtimeDir, { recursive: true });
  for (const name of files) copyFileSync(join(root, source, name), join(runtimeDir, name));
  const remedy = "npm must reach its registry (`npm ping` tells); behind a proxy set npm_config_proxy.";
  // Not `npm ci`: it refuses a lock file that leaves out other platforms' optional builds. The versions and hashes are the lock's all the same.
  await run([...npm(), "install", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: runtimeDir, remedy });
  markDone("runtime", hash());
  return "Node 24 and pnpm are in .baton/runtime";
}

/** The npm that runs this script when it is one, else the one in PATH. */
const npm = () => {
  const script = process.env.npm_execpath ?? "";
  return script.endsWith("npm-cli.js") && existsSync(script) ? [process.execPath, script] : ["npm"];
};
