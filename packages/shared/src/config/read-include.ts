import type { SourceText } from "./source.ts";

/** Resolves an include pattern, seen in `fromPath`, to its texts in order. Empty when nothing matches. */
export type ReadInclude = (pattern: string, fromPath: string) => readonly SourceText[];
