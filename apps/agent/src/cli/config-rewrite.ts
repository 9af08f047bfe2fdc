import { renameSync, statSync, writeFileSync } from "node:fs";
import { formatText } from "@baton/shared/config/format.ts";
import { modernise, type Rewrite } from "@baton/shared/config/modernise.ts";
import type { Command } from "commander";
import { type ConfigText, readConfigText } from "../app/settings-config-file.ts";
import { EXIT } from "./exit-codes.ts";
import { complain, print, printText } from "./output.ts";

/** Whole or not at all: a reader never sees half a file, and its mode stays. */
const replaceFile = (file: string, text: string, { encoding }: ConfigText): void => {
  const fresh = `${file}.${process.pid}.new`;
  writeFileSync(fresh, text, { mode: statSync(file).mode, flag: "wx", encoding });
  renameSync(fresh, file);
};

const sourceOf = (file: string): ConfigText | null => {
  const source = readConfigText(file);
  if (source.ok) return source.value;
  complain(source.error);
  process.exitCode = EXIT.invalid;
  return null;
};

const format = (file: string, options: { write?: boolean; check?: boolean }): void => {
  const source = sourceOf(file);
  if (source === null) return;
  const { text } = source;
  const formatted = formatText(text);
  if (options.check) {
    if (formatted === text) return;
    print(`${file}: not formatted; \`baton config fmt --write ${file}\` does it`);
    process.exitCode = EXIT.invalid;
  } else if (!options.write) printText(formatted, source.encoding);
  else if (formatted !== text) replaceFile(file, formatted, source);
};

const shown = (file: string, { line, before, after, reason }: Rewrite): string => {
  const diff = [before && `- ${before}`, ...(after?.split("\n") ?? []).map((text) => `+ ${text}`)];
  return [`${file}:${line}: ${reason}`, ...diff.filter((text) => text !== "")].join("\n");
};

const modern = (file: string, options: { write?: boolean; json?: boolean }): void => {
  const source = sourceOf(file);
  if (source === null) return;
  const { text } = source;
  const { text: rewritten, rewrites } = modernise(text);
  if (options.write && rewritten !== text) replaceFile(file, rewritten, source);
  if (options.json) {
    print(JSON.stringify({ rewrites }, null, 2));
    return;
  }
  if (rewrites.length === 0) print("Nothing to rewrite: no old spellings, or braces that do not match.");
  else print(rewrites.map((rewrite) => shown(file, rewrite)).join("\n"));
};

export const registerFormat = (config: Command): void => {
  config
    .command("fmt <file>")
    .description("the file with regular indentation on stdout; its meaning and comments stay")
    .option("--write", "change the file instead")
    .option("--check", "only say whether it is formatted; exit 1 when not")
    .addHelpText("after", "\nExample:\n  baton config fmt --write keepalived.conf")
    .action(format);
};

export const registerModernise = (config: Command): void => {
  config
    .command("modernise <file>")
    .description(
      "old spellings and home-made MySQL checks, and what replaces them, as a diff with reasons; the old form still runs unchanged",
    )
    .option("--write", "change the file too")
    .option("--json", "the rewrites as JSON")
    .addHelpText("after", "\nExample:\n  baton config modernise /etc/keepalived/keepalived.conf")
    .action(modern);
};
