import { renameSync, statSync, writeFileSync } from "node:fs";
import { formatText } from "@baton/shared/config/format.ts";
import { modernise, type Rewrite } from "@baton/shared/config/modernise.ts";
import type { Command } from "commander";
import { type ConfigText, readConfigText } from "../app/settings-config-file.ts";
import { EXIT } from "./exit-codes.ts";
import { complain, print, printText } from "./output.ts";
import type { Speech } from "./speech.ts";

/** Whole or not at all: a reader never sees half a file, and its mode stays. */
const replaceFile = (file: string, text: string, { encoding }: ConfigText): void => {
  const fresh = `${file}.${process.pid}.new`;
  writeFileSync(fresh, text, { mode: statSync(file).mode, flag: "wx", encoding });
  renameSync(fresh, file);
};

const sourceOf = (file: string, { hear }: Speech): ConfigText | null => {
  const source = readConfigText(file);
  if (source.ok) return source.value;
  complain(hear(source.error));
  process.exitCode = EXIT.invalid;
  return null;
};

interface FormatOptions {
  readonly write?: boolean;
  readonly check?: boolean;
}

const format = (file: string, options: FormatOptions, speech: Speech): void => {
  const source = sourceOf(file, speech);
  if (source === null) return;
  const { text } = source;
  const formatted = formatText(text);
  if (options.check) {
    if (formatted === text) return;
    print(speech.say("{file}: not formatted; `baton config fmt --write {file}` does it", { file }));
    process.exitCode = EXIT.invalid;
  } else if (!options.write) printText(formatted, source.encoding);
  else if (formatted !== text) replaceFile(file, formatted, source);
};

const shown = (file: string, { line, before, after, reason }: Rewrite, speech: Speech): string => {
  const diff = [before && `- ${before}`, ...(after?.split("\n") ?? []).map((text) => `+ ${text}`)];
  return [`${file}:${line}: ${speech.reason(reason)}`, ...diff.filter((text) => text !== "")].join("\n");
};

interface ModerniseOptions {
  readonly write?: boolean;
  readonly json?: boolean;
}

const modern = (file: string, options: ModerniseOptions, speech: Speech): void => {
  const source = sourceOf(file, speech);
  if (source === null) return;
  const { text } = source;
  const { text: rewritten, rewrites } = modernise(text);
  if (options.write && rewritten !== text) replaceFile(file, rewritten, source);
  if (options.json) {
    print(JSON.stringify({ rewrites }, null, 2));
    return;
  }
  if (rewrites.length === 0) print(speech.say("Nothing to rewrite: no old spellings, or braces that do not match."));
  else print(rewrites.map((rewrite) => shown(file, rewrite, speech)).join("\n"));
};

export const registerFormat = (config: Command, speech: Speech): void => {
  config
    .command("fmt <file>")
    .description("the file with regular indentation on stdout; its meaning and comments stay")
    .option("--write", "change the file instead")
    .option("--check", "only say whether it is formatted; exit 1 when not")
    .addHelpText("after", "\nExample:\n  baton config fmt --write keepalived.conf")
    .action((file: string, options: FormatOptions) => format(file, options, speech));
};

export const registerModernise = (config: Command, speech: Speech): void => {
  config
    .command("modernise <file>")
    .description(
      "old spellings and home-made MySQL checks, and what replaces them, as a diff with reasons; the old form still runs unchanged",
    )
    .option("--write", "change the file too")
    .option("--json", "the rewrites as JSON")
    .addHelpText("after", "\nExample:\n  baton config modernise /etc/keepalived/keepalived.conf")
    .action((file: string, options: ModerniseOptions) => modern(file, options, speech));
};
