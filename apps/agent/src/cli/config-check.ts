import type { Diagnostic, Severity } from "@baton/shared/config/diagnostic.ts";
import type { Command } from "commander";
import { loadConfigFile } from "../app/settings-config-file.ts";
import { EXIT } from "./exit-codes.ts";
import { print } from "./output.ts";

/** "2 errors"; "more than 500 errors" when not all are listed. */
const countOf = (diagnostics: readonly Diagnostic[], severity: Severity): string => {
  const same = diagnostics.filter((diagnostic) => diagnostic.severity === severity);
  const listed = same.filter(({ code }) => code !== "config.too-many").length;
  const more = listed < same.length ? "more than " : "";
  return `${more}${listed} ${severity}${listed === 1 ? "" : "s"}`;
};

const check = (file: string, { json }: { json?: boolean }): void => {
  const { model, problems, diagnostics } = loadConfigFile(file);
  process.exitCode = model ? EXIT.ok : EXIT.invalid;
  const unreadable = diagnostics.length === 0 ? problems : [];
  if (json) {
    print(JSON.stringify({ ok: model !== null, diagnostics, unreadable }, null, 2));
    return;
  }
  if (problems.length > 0) print(problems.join("\n"));
  if (unreadable.length === 0) print(`${file}: ${countOf(diagnostics, "error")}, ${countOf(diagnostics, "warning")}`);
};

export const registerCheck = (config: Command): void => {
  config
    .command("check <file>")
    .description("every problem with file, line and column; exit 0 without errors, else 1")
    .option("--json", "the diagnostics as JSON")
    .addHelpText("after", "\nExample:\n  baton config check /etc/keepalived/keepalived.conf")
    .action(check);
};
