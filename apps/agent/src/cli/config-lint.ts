import { networkInterfaces } from "node:os";
import { CODES } from "@baton/shared/config/codes.ts";
import { lintPair } from "@baton/shared/config/lint-pair.ts";
import type { Command } from "commander";
import { modelOf } from "./config-model.ts";
import { EXIT } from "./exit-codes.ts";
import { print } from "./output.ts";
import type { Speech } from "./speech.ts";

const networksHere = (): ReadonlyMap<string, readonly string[]> =>
  new Map(
    Object.entries(networkInterfaces()).map(([name, addresses = []]) => [
      name,
      addresses.flatMap(({ cidr }) => cidr ?? []),
    ]),
  );

interface Options {
  readonly json?: boolean;
  readonly here?: boolean;
}

const lint = (fileA: string, fileB: string, options: Options, speech: Speech): void => {
  const a = modelOf(fileA, speech);
  const b = modelOf(fileB, speech);
  if (!a || !b) return;
  const findings = lintPair(a, b, options.here ? networksHere() : new Map());
  if (findings.some(({ severity }) => severity === "error")) process.exitCode = EXIT.invalid;
  if (options.json) {
    print(JSON.stringify({ findings }, null, 2));
    return;
  }
  for (const finding of findings) {
    const { range, code } = finding;
    const { severity, message, suggestion } = speech.diagnostic(finding);
    print(`${range.path}:${range.start.line}:${range.start.column}: ${severity}: ${message} [${code}]`);
    if (suggestion) print(`    ${suggestion}`);
    const meaning = CODES[code]?.[speech.language === "en" ? "en" : "zh"];
    if (meaning) print(`    ${meaning}`);
  }
  if (findings.length === 0) print(speech.say("The two fit together."));
};

export const registerLint = (config: Command, speech: Speech): void => {
  config
    .command("lint <a> <b>")
    .description("what does not fit between the files of the two directors; exit 1 when it would break the pair")
    .option("--here", "this host is one of the directors: compare addresses with its interfaces' networks")
    .option("--json", "the findings as JSON")
    .addHelpText("after", "\nExample:\n  baton config lint lvs1.conf lvs2.conf")
    .action((a: string, b: string, options: Options) => lint(a, b, options, speech));
};
