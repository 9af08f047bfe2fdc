import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "./command.mjs";
import { node, root, toolEnv } from "./paths.mjs";
import { contentHash, isDone, markDone } from "./stamp.mjs";

const workspaceFolders = () =>
  ["apps", "packages"]
    .flatMap((parent) => readdirSync(join(root, parent)).map((name) => `${parent}/${name}`))
    .concat("e2e");

const manifests = () => [
  "package.json",
  "pnpm-lock.yaml",
  "pnpm-workspace.yaml",
  "bin/bootstrap/runtime/package-lock.json",
  ...workspaceFolders().map((folder) => `${folder}/package.json`),
];

export const dependencyHash = () => contentHash(manifests());
export const dependenciesAreReady = () =>
  isDone("dependencies", dependencyHash(), [join(root, "node_modules/.modules.yaml"), join(root, "e2e/node_modules")]);

/** `pnpm install` from the lock file; raw-socket is compiled against the runtime's own headers. */
export async function installDependencies() {
  if (dependenciesAreReady()) return null;
  const env = { ...toolEnv(), CI: "true" };
  const remedy = "npm's registry must be reachable; raw-socket needs make, g++ and python3.";
  await run(["pnpm", "install", "--frozen-lockfile", "--reporter=append-only"], { env, remedy });
  markDone("dependencies", dependencyHash());
  return "pnpm install";
}

const generator = "apps/api/generate.mjs";
const generatorHash = () => contentHash([generator, "prisma/schema.prisma", "apps/api/package.json"]);

/** The database client, generated from prisma/schema.prisma. */
export async function generateClient() {
  if (!existsSync(join(root, generator))) return null;
  if (isDone("prisma", generatorHash(), [join(root, "apps/api/src/generated")])) return null;
  await run([node, generator], { env: toolEnv() });
  markDone("prisma", generatorHash());
  return "prisma generate";
}
