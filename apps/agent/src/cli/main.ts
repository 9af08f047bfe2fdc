import { type Command, CommanderError } from "commander";
import { EXIT } from "./exit-codes.ts";
import { chooseLanguage, firstWord } from "@baton/shared/base/choose-language.ts";
import { complain } from "./output.ts";
import { createProgram } from "./program.ts";

/** Commander says itself what was wrong with the command line; only the exit code is ours. */
const throwAll = (command: Command): void => {
  command.exitOverride();
  for (const sub of command.commands) throwAll(sub);
};

const main = async (): Promise<void> => {
  const argv = process.argv.slice(2);
  const program = await createProgram(firstWord(argv), chooseLanguage(argv, process.env));
  throwAll(program);
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
      return;
    }
    complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = EXIT.internal;
  }
};

void main();
