import { Command, CommanderError } from "commander";
import { VERSION } from "../app/settings-version.ts";
import { registerAgent } from "./agent.ts";
import { registerConfig } from "./config.ts";
import { EXIT, EXIT_HELP } from "./exit-codes.ts";
import { registerIpvs } from "./ipvs-list.ts";
import { complain } from "./output.ts";
import { registerRealserver } from "./realserver.ts";
import { registerService } from "./service.ts";
import { registerVrrp } from "./vrrp.ts";

const HELP = `
Elsewhere: \`baton hub\` (the panel), \`baton lab\` and \`baton scenario\` (the test bed) have their own --help.

Examples:
  baton config check /etc/keepalived/keepalived.conf
  baton agent run --config /etc/keepalived/keepalived.conf
  baton agent status
  baton ipvs list

${EXIT_HELP}`;

const createProgram = (): Command => {
  const program = new Command("baton")
    .description("High availability for a MySQL/MariaDB master-master pair behind one virtual IP")
    .version(VERSION)
    .showHelpAfterError("(--help shows the usage)")
    .addHelpText("after", HELP);
  for (const register of [
    registerAgent,
    registerVrrp,
    registerIpvs,
    registerService,
    registerRealserver,
    registerConfig,
  ]) {
    register(program);
  }
  return program;
};

/** Commander says itself what was wrong with the command line; only the exit code is ours. */
const throwAll = (command: Command): void => {
  command.exitOverride();
  for (const sub of command.commands) throwAll(sub);
};

const main = async (): Promise<void> => {
  const program = createProgram();
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
