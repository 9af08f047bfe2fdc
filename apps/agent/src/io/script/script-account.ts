import { err, ok, type Result } from "@baton/shared/base/result.ts";
import type { ScriptSettings, ScriptUser } from "@baton/shared/config/model-track.ts";
import { type Account, findAccount, ROOT } from "./account.ts";

/** keepalived's account for scripts, where it exists. */
const DEFAULT_USER = "keepalived_script";

/** The account that is named, or the one of script_user. */
export type ScriptAccount = (user: ScriptUser | null) => Promise<Result<Account, string>>;

/**
 * Each account is looked up once, that is once for each load of the configuration; one that was not found is looked for again,
 * for a host that is starting may not have been able to answer.
 */
export const createScriptAccount = (settings: ScriptSettings): ScriptAccount => {
  const accounts = new Map<string, Promise<Result<Account, string>>>();
  const account = (user: ScriptUser): Promise<Result<Account, string>> => {
    const key = `${user.name}:${user.group ?? ""}`;
    const known = accounts.get(key);
    if (known) return known;
    const looked = findAccount(user.name, user.group).then((found) => {
      if (!found.ok) accounts.delete(key);
      return found;
    });
    accounts.set(key, looked);
    return looked;
  };
  return async (user) => {
    const named = user ?? settings.user;
    if (named) return account(named);
    const usual = await account({ name: DEFAULT_USER, group: null });
    if (usual.ok) return usual;
    if (!settings.security) return ok(ROOT);
    return err(`enable_script_security needs an account to run it: set script_user, or create ${DEFAULT_USER}`);
  };
};
