import { type Language, languageOf } from "@baton/shared/base/language.ts";
import { Command, InvalidArgumentError } from "commander";
import { VERSION } from "../app/settings-version.ts";
import { EXIT_HELP } from "./exit-codes.ts";
import { ENGLISH, type Speech } from "./speech.ts";

const HELP = `
Elsewhere: \`baton hub\` (the panel), \`baton lab\` and \`baton scenario\` (the test bed) have their own --help.

Examples:
  baton config check /etc/keepalived/keepalived.conf
  baton agent run --config /etc/keepalived/keepalived.conf
  baton agent status
  baton ipvs list

${EXIT_HELP}`;

type Register = (program: Command, speech: Speech) => void;

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

const LANGUAGE = "en or zh-CN, for what people read; without it, that of the locale (LC_ALL, LC_MESSAGES, LANG)";

const parseLanguage = (text: string): Language => {
  const language = languageOf(text);
  if (language === null) throw new InvalidArgumentError("Baton speaks en and zh-CN.");
  return language;
};

/** The command line with the commands that the first word may mean. */
export const createProgram = async (word: string, language: Language): Promise<Command> => {
  const chinese = language === "en" ? null : await import("./chinese/speak-help.ts");
  const program = new Command("baton")
    .description("High availability for a MySQL/MariaDB master-master pair behind one virtual IP")
    .version(VERSION)
    .option("--lang <language>", LANGUAGE, parseLanguage)
    .showHelpAfterError("(--help shows the usage)")
    .addHelpText("after", HELP);
  for (const load of groupsFor(word)) (await load())(program, chinese?.CHINESE ?? ENGLISH);
  chinese?.speakChineseHelp(program);
  return program;
};
