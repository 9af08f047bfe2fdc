import { setTimeout as sleep } from "node:timers/promises";
import { type AgentKey, newAgentKey, readAgentKey, writeAgentKey } from "../../io/hub/agent-key.ts";
import { enrol } from "../../io/hub/enrol.ts";
import type { HubSettings } from "../../ports/settings.ts";
import type { ChildContext } from "../child.ts";

const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 3000;

/** Half fixed, half random, so that many agents do not come back in step. */
const pause = async (attempt: number, signal: AbortSignal): Promise<void> => {
  const base = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempt, 10));
  await sleep(base / 2 + (Math.random() * base) / 2, undefined, { signal }).catch(() => {});
};

/**
 * The key of the state folder, or a new one, once the hub knows it, however long the hub is away. `refusal`: why the hub
 * did not take the key at hand; then enrolment is tried once before it is used again. Null when stopped.
 */
export const obtainKey = async (
  { settings, log }: ChildContext,
  hub: HubSettings,
  refusal: string | null,
  stopped: AbortSignal,
  say: (detail: string) => void,
): Promise<AgentKey | null> => {
  const save = (key: AgentKey) =>
    writeAgentKey(settings.stateDir, key).catch((error: unknown) => log(`the key is not saved: ${error}`));
  let offered = readAgentKey(settings.stateDir, hub.url, settings.name);
  if (!offered) {
    offered = newAgentKey(hub.url, settings.name);
    await save(offered);
  }
  const known = offered.enrolled;
  let said = "";
  if (refusal !== null) await pause(3, stopped);
  for (let attempt = 0; !stopped.aborted; attempt++) {
    if (known && (refusal === null || attempt > 0)) return offered;
    const problem = await enrol(settings, hub, offered.key);
    if (problem === null) {
      const key = { ...offered, enrolled: true };
      await save(key);
      log(`enrolled at the hub ${hub.url} as ${settings.name}`);
      return key;
    }
    if (!known) say(problem);
    if (!known && said !== problem) log(`${problem}; will go on trying, everything else goes on`);
    said = problem;
    await pause(attempt, stopped);
  }
  return null;
};
