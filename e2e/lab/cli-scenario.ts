import type { Command } from "commander";
export const registerScenario = (program: Command): void => {
  program.command("scenario <name>");
};
