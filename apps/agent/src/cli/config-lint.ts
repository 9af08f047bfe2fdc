import { lintPair } from "@baton/shared/config/lint-pair.ts";
import type { Command } from "commander";
import { modelOf } from "./config-model.ts";
import { EXIT } from "./exit-codes.ts";
import { print } from "./output.ts";

const lint = (fileA: string, fileB: string, { json }: { json?: boolean }): void => {
  const a = modelOf(fileA);
  const b = modelOf(fileB);
  if (!a || !b) return;
  const findings = lintPair(a, b);
  if (findings.some(({ severity }) => severity === "error")) process.exitCode = EXIT.invalid;
  if (json) {
    print(JSON.stringify({ findings }, null, 2));
    return;
  }
  for (const { range, severity, code, message, suggestion } of findings) {
    print(`${range.path}:${range.start.line}:${range.start.column}: ${severity}: ${message} [${code}]`);
    if (suggestion) print(`    ${suggestion}`);
  }
  if (findings.length === 0) print("The two fit together.");
};

export const registerLint = (config: Command): void => {
  config
    .command("lint <a> <b>")
    .description("what does not fit between the files of the two directors; exit 1 when it would break the pair")
    .option("--json", "the findings as JSON")
    .addHelpText("after", "\nExample:\n  baton config lint lvs1.conf lvs2.conf")
    .action(lint);
};
