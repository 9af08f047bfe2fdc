import type { AccessStore } from "../ports/access-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { Secrets } from "../ports/secrets.ts";

export const SETUP_LINK_MS = 24 * 60 * 60_000;

/** A fresh one-time token while there is no administrator, else null. Tokens of earlier starts lose their worth. */
export const freshSetupToken = async (deps: {
  store: AccessStore;
  clock: Clock;
  secrets: Secrets;
}): Promise<string | null> => {
  if (await deps.store.adminExists()) return null;
  const token = deps.secrets.token("setup");
  await deps.store.putSetupToken(deps.secrets.digest(token), deps.clock.now() + SETUP_LINK_MS);
  return token;
};

/** The token stands in the fragment, which browsers do not send and servers do not log. */
export const setupLink = (publicUrl: string, token: string): string =>
  `${publicUrl.replace(/\/+$/, "")}/setup#${token}`;
