import type { Command } from "commander";
import { registerCheck } from "./config-check.ts";
import { registerLint } from "./config-lint.ts";
import { registerPlan } from "./config-plan.ts";
import { registerFormat, registerModernise } from "./config-rewrite.ts";
import type { Speech } from "./speech.ts";

export const registerConfig = (program: Command, speech: Speech): void => {
  const config = program.command("config").description("keepalived.conf as Baton reads it");
  for (const register of [registerCheck, registerPlan, registerLint, registerFormat, registerModernise]) {
    register(config, speech);
  }
};
