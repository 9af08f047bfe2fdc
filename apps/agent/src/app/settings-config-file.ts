import { globSync, readFileSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, resolve } from "node:path";
import { err, ok, type Result } from "@baton/shared/base/result.ts";
import type { Diagnostic } from "@baton/shared/config/diagnostic.ts";
import { loadConfig, type ReadInclude } from "@baton/shared/config/load.ts";
import type { ConfigModel } from "@baton/shared/config/model.ts";
import { renderDiagnostic } from "@baton/shared/config/render-diagnostic.ts";
import type { SourceText } from "@baton/shared/config/source.ts";

export const MAX_CONFIG_BYTES = 5 * 1024 * 1024;
const MAX_INCLUDED_FILES = 1000;

/** The configuration's text; the error is a sentence. */
export const readConfigText = (path: string): Result<SourceText, string> => {
  try {
    const { size } = statSync(path);
    if (size > MAX_CONFIG_BYTES) return err(`${path}: the file is larger than ${MAX_CONFIG_BYTES / 1024 / 1024} MB`);
    return ok({ path, text: readFileSync(path, "utf8") });
  } catch (error) {
    return err(`${path}: can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};

/**
 * Included files, looked up from the folder of the file that names them, sorted by name as glob(3) does. All files
 * of one load share one budget, so that includes cannot eat the memory.
 */
export const createIncludeReader = (): ReadInclude => {
  let files = 0;
  let bytes = 0;
  return (pattern, fromPath) => {
    const cwd = dirname(fromPath);
    const texts: SourceText[] = [];
    for (const match of globSync(pattern, { cwd }).sort()) {
      if (++files > MAX_INCLUDED_FILES) break;
      const text = readConfigText(resolve(cwd, match));
      if (!text.ok) continue;
      bytes += text.value.text.length;
      if (bytes > 4 * MAX_CONFIG_BYTES) break;
      texts.push(text.value);
    }
    return texts;
  };
};

export interface ConfigFile {
  /** Null when the file can't be read or has errors. */
  readonly model: ConfigModel | null;
  /** One rendered text per problem, "file:line:column: error: sentence [code]" with the line and a caret. */
  readonly problems: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a configuration with everything it includes. Nothing but files is touched. */
export const loadConfigFile = (path: string): ConfigFile => {
  const main = readConfigText(path);
  if (!main.ok) return { model: null, problems: [main.error], diagnostics: [] };
  const configId = hostname().split(".")[0] ?? "";
  const { model, diagnostics, sources } = loadConfig(main.value, createIncludeReader(), { configId });
  return { model, diagnostics, problems: diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, sources)) };
};
