import { EventEmitter } from "node:events";
import { chineseHelp } from "@baton/shared/base/chinese-help.ts";
import type { Command } from "commander";
import { CHINESE } from "./chinese-speech.ts";
import { HELP } from "./help.ts";
import { AFTER } from "./help-texts.ts";

export { CHINESE } from "./chinese-speech.ts";

const SETTINGS = chineseHelp((text) => HELP[text] ?? null);

/** Commands say what they are for in English; here, once all are there, their help and commander's errors turn Chinese. */
export const speakChineseHelp = (command: Command, path: readonly string[] = []): void => {
  command
    .configureHelp(SETTINGS)
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
