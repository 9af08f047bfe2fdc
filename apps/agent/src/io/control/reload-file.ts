import { closeSync, constants, openSync, unlinkSync } from "node:fs";
import { errorText } from "@baton/shared/base/error-text.ts";

/** reload_file: made, or emptied, before the configuration is read anew. A sentence when that failed. */
export const makeReloadFile = (path: string): string | null => {
  try {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC;
    closeSync(openSync(path, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK, 0o644));
    return null;
  } catch (error) {
    return `reload_file ${path} can't be made: ${errorText(error)}`;
  }
};

/** Gone is what whoever changes the configuration waits for. */
export const removeReloadFile = (path: string): void => {
  try {
    unlinkSync(path);
  } catch {
    // It was not there, or has just been removed.
  }
};
