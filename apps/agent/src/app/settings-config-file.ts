import { errorText } from "@baton/shared/base/error-text.ts";
import { isUtf8 } from "node:buffer";
import { closeSync, fstatSync, globSync, openSync, readSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, resolve } from "node:path";
import { err, ok, type Result } from "@baton/shared/base/result.ts";
import type { Diagnostic } from "@baton/shared/config/diagnostic.ts";
import { type LoadOptions, loadConfig, type ReadInclude } from "@baton/shared/config/load.ts";
import type { ConfigModel } from "@baton/shared/config/model.ts";
import type { ReadMemory } from "@baton/shared/config/read-memory.ts";
import { type DiagnosticWords, renderDiagnostic } from "@baton/shared/config/render-diagnostic.ts";
import type { SourceText } from "@baton/shared/config/source.ts";

export const MAX_CONFIG_BYTES = 5 * 1024 * 1024;
const MAX_INCLUDED_FILES = 1000;
const MAX_INCLUDED_BYTES = 4 * MAX_CONFIG_BYTES;

/** Never more than the limit, whatever the file says of its size: a device or a pipe has none. Null: too large. */
const readBounded = (path: string): Buffer | null => {
  const fd = openSync(path, "r");
  try {
    const stat = fstatSync(fd);
    if (stat.isDirectory()) throw new Error("it is a directory");
    // One byte more than expected, to see the end of an ordinary file with the second look.
    let buffer = Buffer.allocUnsafe(Math.min(Math.max(stat.size, 64 * 1024), MAX_CONFIG_BYTES) + 1);
    for (let size = 0; size <= MAX_CONFIG_BYTES; ) {
      if (size === buffer.length) buffer = Buffer.concat([buffer], Math.min(2 * size, MAX_CONFIG_BYTES + 1));
      const count = readSync(fd, buffer, { offset: size });
      if (count === 0) return buffer.subarray(0, size);
      size += count;
    }
    return null;
  } finally {
    closeSync(fd);
  }
};

/** The byte-order marks of what Windows calls Unicode. */
const UTF_16 = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/**
 * The configuration's text; the error is a sentence. Everything that means something in it is ASCII, so text that is no
 * UTF-8 (comments in GBK, say) is read one character a byte, as keepalived does, and can be written back unchanged.
 */
export const readConfigText = (path: string): Result<ConfigText, string> => {
  try {
    const bytes = readBounded(path);
    if (bytes === null) return err(`${path}: the file is larger than ${MAX_CONFIG_BYTES / 1024 / 1024} MB`);
    if (UTF_16.some((mark) => bytes.indexOf(mark) === 0)) return err(`${path}: the file is UTF-16; save it as UTF-8`);
    const encoding = isUtf8(bytes) ? "utf8" : "latin1";
    return ok({ path, text: bytes.toString(encoding), encoding });
  } catch (error) {
    return err(`${path}: can't be read: ${errorText(error)}`);
  }
};

export interface ConfigText extends SourceText {
  readonly encoding: "utf8" | "latin1";
}

/** A pipe would make us wait for its writer, so only files are included. */
const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

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
    // glob(3) knows no `**`, and one that walked the whole file system would take for ever.
    for (const match of globSync(pattern.replace(/\*{2,}/g, "*"), { cwd }).sort()) {
      const path = resolve(cwd, match);
      if (bytes > MAX_INCLUDED_BYTES || files >= MAX_INCLUDED_FILES) break;
      if (!isFile(path)) continue;
      files++;
      const text = readConfigText(path);
      if (!text.ok) continue;
      bytes += text.value.text.length;
      if (bytes <= MAX_INCLUDED_BYTES) texts.push(text.value);
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

export interface ConfigFileOptions {
  /** In the reader's language. */
  readonly speak?: (diagnostic: Diagnostic) => DiagnosticWords;
  /** For one who reads the file again and again. */
  readonly memory?: ReadMemory;
  /** Hears of virtual servers ahead of the model. */
  readonly onServer?: LoadOptions["onServer"];
}

/** Reads a configuration with everything it includes. Nothing but files is touched. */
export const loadConfigFile = (path: string, options: ConfigFileOptions = {}): ConfigFile => {
  const { speak = (diagnostic) => diagnostic, memory, onServer } = options;
  const main = readConfigText(path);
  if (!main.ok) return { model: null, problems: [main.error], diagnostics: [] };
  const configId = hostname().split(".")[0] ?? "";
  const { model, diagnostics, sources } = loadConfig(main.value, createIncludeReader(), {
    configId,
    environment: (name) => process.env[name] ?? null,
    ...(memory ? { memory } : {}),
    ...(onServer ? { onServer } : {}),
  });
  const problems = diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, sources, speak(diagnostic)));
  return { model, diagnostics, problems };
};
