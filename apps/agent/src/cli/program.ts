import { Command, CommanderError } from "commander";
import { VERSION } from "../app/settings-version.ts";
import { EXIT, EXIT_HELP } from "./exit-codes.ts";
import { complain } from "./output.ts";

const HELP = `
Elsewhere: \`baton hub\` (the panel), \`baton lab\` and \`baton scenario\` (the test bed) have their own --help.

Examples:
  baton config check /etc/keepalived/keepalived.conf
  baton agent run --config /etc/keepalived/keepalived.conf
  baton agent status
  baton ipvs list

${EXIT_HELP}`;

/** Adds a group of commands. */
export type Register = (program: Command) => void;

const createProgram = (groups: readonly Register[]): Command => {
  const program = new Command("baton")
    .description("High availability for a MySQL/MariaDB master-master pair behind one virtual IP")
    .version(VERSION)
    .showHelpAfterError("(--help shows the usage)")
    .addHelpText("after", HELP);
  for (const register of groups) register(program);
  return program;
};

/** Commander says itself what was wrong with the command line; only the exit code is ours. */
const throwAll = (command: Command): void => {
  command.exitOverride();
  for (const sub of command.commands) throwAll(sub);
};

/** Carries out what the command line asks for, of these groups of commands. */
export const runProgram = async (groups: readonly Register[]): Promise<void> => {
  const program = createProgram(groups);
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
