import { constants } from "node:fs";
import { access, lstat, realpath, stat } from "node:fs/promises";
import { err, ok, type Result } from "@baton/shared/base/result.ts";
import type { ScriptCommand, ScriptSettings, ScriptUser } from "@baton/shared/config/model-track.ts";
import { type PathPart, partsOf, unsafePart } from "../../core/script/path-safety.ts";
import { type Account, findAccount, ROOT } from "./account.ts";
import type { ReadyCommand } from "./run-command.ts";

/** keepalived's account for scripts, where it exists. */
const DEFAULT_USER = "keepalived_script";
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

/** Accounts are looked up once for each preparer, that is once for each load of the configuration. */
export const createPrepareCommand = (settings: ScriptSettings): PrepareCommand => {
  const accounts = new Map<string, Promise<Result<Account, string>>>();
  const account = (user: ScriptUser): Promise<Result<Account, string>> => {
    const key = `${user.name}:${user.group ?? ""}`;
    const known = accounts.get(key) ?? findAccount(user.name, user.group);
    accounts.set(key, known);
    return known;
  };
  const accountFor = async (user: ScriptUser | null): Promise<Result<Account, string>> => {
    const named = user ?? settings.user;
    if (named) return account(named);
    const usual = await account({ name: DEFAULT_USER, group: null });
    if (usual.ok) return usual;
    if (!settings.security) return ok(ROOT);
    return err(`enable_script_security needs an account to run it: set script_user, or create ${DEFAULT_USER}`);
  };
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
      return err(`${file.value} can't be run: ${error instanceof Error ? error.message : String(error)}`);
    }
    return ok({ file: file.value, args, ...runAs.value });
  };
};
