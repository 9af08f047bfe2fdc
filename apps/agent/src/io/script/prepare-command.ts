import { constants } from "node:fs";
import { access, lstat, realpath, stat } from "node:fs/promises";
import { errorText } from "@baton/shared/base/error-text.ts";
import { err, ok, type Result } from "@baton/shared/base/result.ts";
import type { ScriptCommand, ScriptSettings } from "@baton/shared/config/model-track.ts";
import { type PathPart, partsOf, unsafePart } from "../../core/script/path-safety.ts";
import type { ReadyCommand } from "./run-command.ts";
import { createScriptAccount } from "./script-account.ts";

const FOLDERS = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** From the configuration's words to something that can be run, or the sentence that says why not. */
export type PrepareCommand = (command: ScriptCommand) => Promise<Result<ReadyCommand, string>>;

const isFile = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
};

const findFile = async (name: string): Promise<Result<string, string>> => {
  const candidates = name.includes("/") ? [name] : FOLDERS.map((folder) => `${folder}/${name}`);
  for (const path of candidates) {
    if (!path.startsWith("/")) return err(`${name} is not an absolute path`);
    if (await isFile(path)) return ok(path);
  }
  return err(`there is no program ${name}`);
};

const look = async (path: string): Promise<PathPart[]> =>
  Promise.all(
    partsOf(path).map(async (part) => {
      const { uid, gid, mode } = await lstat(part);
      return { path: part, uid, gid, mode };
    }),
  );

/** Both the path as written and what its links lead to; a link itself has no mode that means anything. */
const safetyProblem = async (path: string): Promise<string | null> => {
  const real = await realpath(path);
  const written = (await look(path)).filter(({ mode }) => (mode & constants.S_IFMT) !== constants.S_IFLNK);
  return unsafePart([...written, ...(real === path ? [] : await look(real))]);
};

export const createPrepareCommand = (settings: ScriptSettings): PrepareCommand => {
  const accountFor = createScriptAccount(settings);
  return async (command) => {
    const [name, ...args] = command.argv;
    const runAs = await accountFor(command.user);
    if (!runAs.ok) return runAs;
    const file = await findFile(name);
    if (!file.ok) return file;
    try {
      const problem = settings.security && runAs.value.uid === 0 ? await safetyProblem(file.value) : null;
      if (problem !== null) return err(problem);
      if (runAs.value.uid === 0) await access(file.value, constants.X_OK);
    } catch (error) {
      return err(`${file.value} can't be run: ${errorText(error)}`);
    }
    return ok({ file: file.value, args, ...runAs.value });
  };
};
