import type { Diagnostic } from "./diagnostic.ts";
import type { ConfigModel } from "./model.ts";
import type { SourceText } from "./source.ts";

/** Resolves an include pattern, seen in `fromPath`, to its texts in order. Empty when nothing matches. */
export type ReadInclude = (pattern: string, fromPath: string) => readonly SourceText[];

export interface LoadedConfig {
  /** Null when any diagnostic is an error. */
  readonly model: ConfigModel | null;
  readonly diagnostics: readonly Diagnostic[];
}

export type LoadConfig = (main: SourceText, readInclude: ReadInclude) => LoadedConfig;
