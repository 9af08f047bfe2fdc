import type { Command } from "commander";
import { registerCheck } from "./config-check.ts";
import { registerLint } from "./config-lint.ts";
import { registerPlan } from "./config-plan.ts";
import { registerFormat, registerModernise } from "./config-rewrite.ts";
import type { Speech } from "./speech.ts";

/** As with `baton config check FILE | head`: who reads has seen enough, which is no failure of ours. */
const endWithReader = (error: NodeJS.ErrnoException): void => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
};

export const registerConfig = (program: Command, speech: Speech): void => {
  const config = program
    .command("config")
    .description("keepalived.conf as Baton reads it")
    .hook("preAction", () => {
      for (const stream of [process.stdout, process.stderr]) stream.on("error", endWithReader);
    });
  for (const register of [registerCheck, registerPlan, registerLint, registerFormat, registerModernise]) {
    register(config, speech);
  }
};
