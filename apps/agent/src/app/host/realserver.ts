import { readFileSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import {
  ARP_SETTINGS,
  type Before,
  type HostAction,
  type HostState,
  rememberBefore,
  startActions,
  stopActions,
} from "../../core/host/realserver.ts";
import type { Loopback } from "../../io/sysctl/loopback.ts";
import { readSysctl, writeSysctl } from "../../io/sysctl/proc-sys.ts";

/**
 * The job of the article's /etc/init.d/realserver. Used by `baton realserver` and by the agent's host process alike;
 * what was found before is saved in the state folder before the first change and removed when it has been put back.
 */
const savedSchema = z.object({
  settings: z.record(z.string(), z.number().int()),
  addresses: z.array(z.string()).max(1000),
  /** Every VIP this state folder put on loopback or was asked to. */
  vips: z.array(z.string()).max(1000),
});
type Saved = z.infer<typeof savedSchema>;

const pathIn = (stateDir: string): string => join(stateDir, "realserver.json");

export const readHost = async (loopback: Loopback): Promise<HostState> => ({
  loopbackUp: await loopback.isUp(),
  loopback: await loopback.addresses(),
  settings: new Map(
    ARP_SETTINGS.flatMap(({ key }): [string, number][] => {
      const value = readSysctl(key);
      return value === null ? [] : [[key, value]];
    }),
  ),
});

const readSaved = (stateDir: string): Saved | null => {
  try {
    const parsed = savedSchema.safeParse(JSON.parse(readFileSync(pathIn(stateDir), "utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

const save = async (stateDir: string, saved: Saved): Promise<void> => {
  const draft = `${pathIn(stateDir)}.new`;
  await rm(draft, { force: true });
  await writeFile(draft, JSON.stringify(saved), { mode: 0o600, flag: "wx", flush: true });
  await rename(draft, pathIn(stateDir));
};

const perform = async (loopback: Loopback, action: HostAction): Promise<void> => {
  if (action.type === "set") writeSysctl(action.key, action.value);
  else if (action.type === "loopback-up") await loopback.up();
  else if (action.type === "add-address") await loopback.add(action.address, action.prefixLength);
  else await loopback.remove(action.address, action.prefixLength);
};

/** Carries out what is missing and says what it did. Called again, it does nothing. Throws the kernel's error. */
export const startRealserver = async (
  loopback: Loopback,
  stateDir: string,
  vips: readonly string[],
): Promise<readonly HostAction[]> => {
  const state = await readHost(loopback);
  const actions = startActions(state, vips);
  const saved = readSaved(stateDir);
  // A second start must not take our own values for those found before; only what is new to it is remembered.
  const before = rememberBefore(
    state,
    vips.filter((vip) => !saved?.vips.includes(vip)),
  );
  if (!saved || vips.some((vip) => !saved.vips.includes(vip))) {
    await save(stateDir, {
      settings: { ...before.settings, ...saved?.settings },
      addresses: [...new Set([...(saved?.addresses ?? []), ...before.addresses])],
      vips: [...new Set([...(saved?.vips ?? []), ...vips])],
    });
  }
  for (const action of actions) await perform(loopback, action);
  return actions;
};

/** Takes the VIPs off, those given and those remembered, and puts back the values found before. */
export const stopRealserver = async (
  loopback: Loopback,
  stateDir: string,
  vips: readonly string[],
): Promise<readonly HostAction[]> => {
  const saved = readSaved(stateDir);
  const before: Before | null = saved;
  const actions = stopActions(await readHost(loopback), [...new Set([...vips, ...(saved?.vips ?? [])])], before);
  for (const action of actions) await perform(loopback, action);
  await rm(pathIn(stateDir), { force: true });
  return actions;
};

/** One log line for an action. */
export const sentenceOf = (action: HostAction): string => {
  if (action.type === "set") return `${action.key.replaceAll("/", ".")} = ${action.value}`;
  if (action.type === "loopback-up") return "lo brought up";
  const what = `${action.address}/${action.prefixLength}`;
  return action.type === "add-address" ? `${what} added to lo` : `${what} removed from lo`;
};
