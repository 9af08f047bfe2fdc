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

type Register = (program: Command) => void;

/** In the order of the help. Each is loaded only when it is asked for: most of the start-up time is loading code. */
const GROUPS: Readonly<Record<string, () => Promise<Register>>> = {
  agent: async () => (await import("./agent.ts")).registerAgent,
  vrrp: async () => (await import("./vrrp.ts")).registerVrrp,
  ipvs: async () => (await import("./ipvs-list.ts")).registerIpvs,
  service: async () => (await import("./service.ts")).registerService,
  realserver: async () => (await import("./realserver.ts")).registerRealserver,
  config: async () => (await import("./config.ts")).registerConfig,
};

/** Anything but a known first word is help, an option or a mistake, and needs them all. */
const groupsFor = (word: string): readonly (() => Promise<Register>)[] => {
  const asked = Object.hasOwn(GROUPS, word) ? GROUPS[word] : undefined;
  return asked ? [asked] : Object.values(GROUPS);
};

const createProgram = async (word: string): Promise<Command> => {
  const program = new Command("baton")
    .description("High availability for a MySQL/MariaDB master-master pair behind one virtual IP")
    .version(VERSION)
    .showHelpAfterError("(--help shows the usage)")
    .addHelpText("after", HELP);
  for (const load of groupsFor(word)) (await load())(program);
  return program;
};

/** Commander says itself what was wrong with the command line; only the exit code is ours. */
const throwAll = (command: Command): void => {
  command.exitOverride();
  for (const sub of command.commands) throwAll(sub);
};

const main = async (): Promise<void> => {
  const program = await createProgram(process.argv[2] ?? "");
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
