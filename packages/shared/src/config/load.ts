import { createBinder } from "./bind.ts";
import { isRootKeyword } from "./blocks/root.ts";
import { compile } from "./compile/compile.ts";
import { complaints } from "./compile/reader.ts";
import { createServiceReader } from "./compile/services.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { expandText } from "./expand/expand.ts";
import { lintFile } from "./lint.ts";
import type { ConfigModel, VirtualServer } from "./model.ts";
import { createParser } from "./parser.ts";
import { takeWholes } from "./take-wholes.ts";
import type { ReadInclude } from "./read-include.ts";
import { type ReadMemory, recollect } from "./read-memory.ts";
import { createReport } from "./report.ts";
import type { SourceText } from "./source.ts";

export type { ReadInclude } from "./read-include.ts";

export interface LoadedConfig {
  /** Null when any diagnostic is an error. */
  readonly model: ConfigModel | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Every text that was read, the main one first; what renderDiagnostic shows lines from. */
  readonly sources: readonly SourceText[];
}

export interface LoadOptions {
  /** For lines that start with @id; keepalived takes the first part of the host's name. */
  readonly configId?: string;
  /** What ${_INSTANCE} stands for. */
  readonly instance?: string;
  /** For ${_ENV NAME}; null when there is no such variable. Absent: it is left as it stands. */
  readonly environment?: (name: string) => string | null;
  /** What the last reading left: virtual servers that still stand there word for word are not read again. */
  readonly memory?: ReadMemory;
  /**
   * Hears of virtual servers while the rest is still being read, in their order; not of those that are remembered or name others. There
   * may be no model in the end, and what the rest of the file says of all servers is not in them yet.
   */
  readonly onServer?: (server: VirtualServer) => void;
}

export type LoadConfig = (main: SourceText, readInclude: ReadInclude, options?: LoadOptions) => LoadedConfig;

/**
 * Text to meaning. Never throws, whatever the text; every problem is reported at once. Takes at most
 * about two seconds for 5 MB. What `readInclude` throws is the caller's affair.
 */
export const loadConfig: LoadConfig = (main, readInclude, options = {}) => {
  const report = createReport();
  const say = complaints(report);
  const services = createServiceReader(say, options.onServer);
  const recollection = options.memory ? recollect(options.memory) : null;
  const binder = createBinder(report, services.take);
  const wholes = recollection && takeWholes(recollection, binder, services);
  const parser = createParser(report, isRootKeyword, binder.take, wholes);
  const { configId = "", instance = "", environment = () => null } = options;
  const sources = expandText(main, { readInclude, configId, instance, environment, report, emit: parser.feed });
  parser.finish();
  const bound = binder.finish();
  const model = report.hopeless() ? null : compile(bound, services, report);
  lintFile(bound, say);
  if (!report.hasErrors()) recollection?.finish();
  return { model: report.hasErrors() ? null : model, diagnostics: report.list(), sources };
};
