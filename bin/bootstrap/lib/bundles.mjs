import { existsSync } from "node:fs";
import { join } from "node:path";
import { run } from "./command.mjs";
import { dependencyHash } from "./dependencies.mjs";
import { root, toolEnv } from "./paths.mjs";
import { contentHash, isDone, markDone } from "./stamp.mjs";

const rolldown = ["rolldown", "-c", "rolldown.config.mjs"];

/** What is built, from what. Shared sources and the lock file count for each. */
const bundles = [
  { name: "agent", folder: "apps/agent", argv: rolldown, sources: ["apps/agent"], outputs: ["out/baton.mjs"] },
  { name: "hub", folder: "apps/api", argv: rolldown, sources: ["apps/api", "prisma"], outputs: ["out/hub.mjs"] },
  {
    name: "dashboard",
    folder: "apps/web",
    argv: ["vite", "build"],
    sources: ["apps/web"],
    outputs: ["out/index.html"],
  },
  {
    name: "lab",
    folder: "e2e",
    argv: rolldown,
    sources: ["e2e", "apps/agent/src", "apps/api/src"],
    outputs: ["out/lab.mjs"],
  },
  { name: "guest", folder: "e2e/vm", argv: rolldown, sources: ["e2e/vm"], outputs: ["../out/guest.mjs"] },
];

/** Builds what changed since the last time; returns the names of what was built. */
export async function buildBundles({ force = false } = {}) {
  const common = contentHash(["packages", "tsconfig.base.json"], [dependencyHash()]);
  const built = [];
  for (const { name, folder, argv, sources, outputs } of bundles) {
    const config = argv === rolldown ? "rolldown.config.mjs" : "vite.config.ts";
    if (!existsSync(join(root, folder, config))) continue;
    const hash = contentHash(sources, [common, argv.join(" ")]);
    const files = outputs.map((file) => join(root, folder, file));
    if (!force && isDone(`bundle-${name}`, hash, files)) continue;
    const bin = join(root, folder, "node_modules/.bin");
    const env = toolEnv();
    await run(argv, { cwd: join(root, folder), env: { ...env, PATH: `${bin}:${env.PATH}` } });
    markDone(`bundle-${name}`, hash);
    built.push(name);
  }
  return built;
}
