import { chooseLanguage, createLanguageParser } from "@baton/shared/base/choose-language.ts";
import type { Language } from "@baton/shared/base/language.ts";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { VERSION } from "../app/settings-version.ts";
import { EXIT, EXIT_HELP } from "./exit-codes.ts";
import { complain } from "./output.ts";
import { ENGLISH, type Speech } from "./speech.ts";

const HELP = `
Elsewhere: \`baton hub\` (the panel), \`baton lab\` and \`baton scenario\` (the test bed) have their own --help.

Examples:
  baton config check /etc/keepalived/keepalived.conf
  baton agent run --config /etc/keepalived/keepalived.conf
  baton agent status
  baton ipvs list

${EXIT_HELP}`;

/** Adds a group of commands. */
export type Register = (program: Command, speech: Speech) => void;

const LANGUAGE = "en or zh-CN, for what people read; without it, that of the locale (LC_ALL, LC_MESSAGES, LANG)";

const parseLanguage = createLanguageParser((sentence) => new InvalidArgumentError(sentence));

/** The command line with these groups of commands. */
export const createProgram = async (groups: readonly Register[], language: Language): Promise<Command> => {
  const chinese = language === "en" ? null : await import("./chinese/speak-help.ts");
  const program = new Command("baton")
    .description("High availability for a MySQL/MariaDB master-master pair behind one virtual IP")
    .version(VERSION)
    .option("--lang <language>", LANGUAGE, parseLanguage)
    .showHelpAfterError("(--help shows the usage)")
    .addHelpText("after", HELP);
  for (const register of groups) register(program, chinese?.CHINESE ?? ENGLISH);
  chinese?.speakChineseHelp(program);
  return program;
};

/** Commander says itself what was wrong with the command line; only the exit code is ours. */
const throwAll = (command: Command): void => {
  command.exitOverride();
  for (const sub of command.commands) throwAll(sub);
};

/** Carries out what the command line asks for, of these groups of commands. */
export const runProgram = async (groups: readonly Register[]): Promise<void> => {
  const program = await createProgram(groups, chooseLanguage(process.argv.slice(2), process.env));
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
