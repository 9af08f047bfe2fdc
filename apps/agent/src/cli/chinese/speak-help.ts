import { EventEmitter } from "node:events";
import { widthOf } from "@baton/shared/base/cell-width.ts";
import type { Command, Option } from "commander";
import { CHINESE } from "./chinese-speech.ts";
import { HELP } from "./help.ts";
import { AFTER } from "./help-texts.ts";
import { wrap } from "./wrap.ts";

export { CHINESE } from "./chinese-speech.ts";

const inChinese = (text: string): string => HELP[text] ?? text;

/** As commander does it: the default behind the description. */
const optionText = ({ description, defaultValue }: Option): string => {
  const fallback = defaultValue === undefined || defaultValue === "" ? "" : `（默认：${JSON.stringify(defaultValue)}）`;
  return `${inChinese(description)}${fallback}`;
};

const HELP_SETTINGS = {
  styleTitle: inChinese,
  displayWidth: widthOf,
  boxWrap: wrap,
  commandDescription: (command: Command): string => inChinese(command.description()),
  subcommandDescription: (command: Command): string => inChinese(command.summary() || command.description()),
  optionDescription: optionText,
};

/** Commands say what they are for in English; here, once all are there, their help and commander's errors turn Chinese. */
export const speakChineseHelp = (command: Command, path: readonly string[] = []): void => {
  command
    .configureHelp(HELP_SETTINGS)
    .configureOutput({ outputError: (text, write) => write(`${CHINESE.hear(text.trimEnd())}\n`) })
    .showHelpAfterError(CHINESE.hear("(--help shows the usage)"));
  const after = AFTER[path.join(" ")];
  if (after !== undefined) {
    // Every command is one, which its types do not tell.
    if (command instanceof EventEmitter) command.removeAllListeners("afterHelp");
    command.addHelpText("after", after);
  }
  for (const sub of command.commands) speakChineseHelp(sub, [...path, sub.name()]);
};
