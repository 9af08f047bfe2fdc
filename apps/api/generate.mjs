// Writes the database client of prisma/schema.prisma to src/generated. Prisma's command looks for a native schema
// engine to download; generating needs none, so it is given a program that only says yes.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const cli = join(dirname(createRequire(import.meta.url).resolve("prisma/package.json")), "build", "index.js");
const { status, error } = spawnSync(
  process.execPath,
  [cli, "generate", "--no-hints", "--schema", join(here, "..", "..", "prisma", "schema.prisma")],
  {
    cwd: here,
    stdio: "inherit",
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true",
      CHECKPOINT_DISABLE: "1",
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
    },
  },
);
if (error) console.error(`cannot run prisma: ${error.message}`);
process.exit(status ?? 1);
