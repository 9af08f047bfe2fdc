import type { Diagnostic, Severity } from "@baton/shared/config/diagnostic.ts";
import type { Command } from "commander";
import { detectionTimes } from "@baton/shared/config/detection-time.ts";
import { loadConfigFile } from "../app/settings-config-file.ts";
import { detectionLines } from "./detection-lines.ts";
import { EXIT } from "./exit-codes.ts";
import { print } from "./output.ts";
import type { Say, Speech } from "./speech.ts";

/** "2 errors"; "more than 500 errors" when not all are listed. */
const countOf = (diagnostics: readonly Diagnostic[], severity: Severity, say: Say): string => {
  const same = diagnostics.filter((diagnostic) => diagnostic.severity === severity);
  const n = same.filter(({ code }) => code !== "config.too-many").length;
  if (n < same.length) return say(`more than {n} ${severity}s`, { n });
  return n === 1 ? say(`{n} ${severity}`, { n }) : say(`{n} ${severity}s`, { n });
};

const check = (file: string, { json }: { json?: boolean }, { say, hear, diagnostic }: Speech): void => {
  const { model, problems, diagnostics } = loadConfigFile(file, { speak: diagnostic });
  process.exitCode = model ? EXIT.ok : EXIT.invalid;
  const unreadable = diagnostics.length === 0 ? problems : [];
  if (json) {
    const detection = model ? detectionTimes(model) : [];
    print(JSON.stringify({ ok: model !== null, diagnostics, unreadable, detection }, null, 2));
    return;
  }
  if (problems.length > 0) print(problems.map(unreadable.length > 0 ? hear : String).join("\n"));
  const counts = { errors: countOf(diagnostics, "error", say), warnings: countOf(diagnostics, "warning", say) };
  if (unreadable.length === 0) print(say("{file}: {errors}, {warnings}", { file, ...counts }));
  const detection = model ? detectionLines(model, say) : [];
  if (detection.length > 0) print(detection.join("\n"));
};

export const registerCheck = (config: Command, speech: Speech): void => {
  config
    .command("check <file>")
    .description(
      "every problem with file, line and column, and how late a failure is noticed; exit 0 without errors, else 1",
    )
    .option("--json", "the diagnostics as JSON")
    .addHelpText("after", "\nExample:\n  baton config check /etc/keepalived/keepalived.conf")
    .action((file: string, options: { json?: boolean }) => check(file, options, speech));
};
