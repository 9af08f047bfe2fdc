import type { Diagnostic } from "@baton/shared/config/diagnostic.ts";
import { loadConfig } from "@baton/shared/config/load.ts";
import type { ConfigModel } from "@baton/shared/config/model.ts";

/** What a text means and what is wrong with it. Plain data: it crosses from a worker. */
export interface CheckedText {
  /** Null when there are errors. */
  readonly model: ConfigModel | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Include patterns; a browser cannot read what they name. */
  readonly includes: readonly string[];
}

const MAX_INCLUDES = 20;

/** `path` is what ranges are labelled with. Never throws. */
export const checkText = (path: string, text: string): CheckedText => {
  const includes: string[] = [];
  const { model, diagnostics } = loadConfig({ path, text }, (pattern) => {
    if (includes.length < MAX_INCLUDES) includes.push(pattern);
    // That it is missing would say something about the browser, not about the file.
    return [{ path: `include ${pattern}`, text: "" }];
  });
  return { model, diagnostics, includes };
};
