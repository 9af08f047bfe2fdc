import type { Command } from "commander";
import { loadConfigFile } from "../app/settings-config-file.ts";
import { EXIT } from "./exit-codes.ts";
import { print } from "./output.ts";

const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

const check = (file: string, { json }: { json?: boolean }): void => {
  const { model, problems, diagnostics } = loadConfigFile(file);
  process.exitCode = model ? EXIT.ok : EXIT.invalid;
  const unreadable = diagnostics.length === 0 ? problems : [];
  if (json) {
    print(JSON.stringify({ ok: model !== null, diagnostics, unreadable }, null, 2));
    return;
  }
  for (const problem of problems) print(problem);
  const errors = diagnostics.filter(({ severity }) => severity === "error").length + unreadable.length;
  print(`${file}: ${plural(errors, "error")}, ${plural(diagnostics.length - errors + unreadable.length, "warning")}`);
};

export const registerCheck = (config: Command): void => {
  config
    .command("check <file>")
    .description("every problem with file, line and column; exit 0 without errors, else 1")
    .option("--json", "the diagnostics as JSON")
    .addHelpText("after", "\nExample:\n  baton config check /etc/keepalived/keepalived.conf")
    .action(check);
};
