import { parseIpAddress } from "../../net/ip-address.ts";
import type { BoundBlock, BoundEntry } from "../bind.ts";
import type { Token } from "../lexer.ts";
import type { GlobalDefs, VrrpInstance } from "../model.ts";
import type { SyncDaemonSettings } from "../model-track.ts";
import { interfaceName } from "./addresses.ts";
import { type Complaints, entriesOf, entryOf } from "./reader.ts";

type Option = "id" | "maxlen" | "port" | "ttl";
const LIMITS: Readonly<Record<Option, readonly [least: number, most: number]>> = {
  id: [0, 255],
  maxlen: [1, 65_507],
  port: [1, 65_535],
  ttl: [1, 255],
};

const isOption = (word: string): word is Option => Object.hasOwn(LIMITS, word);

const groupOf = (word: Token, say: Complaints): string | null => {
  const address = parseIpAddress(word.value);
  if (address.ok) return address.value.text;
  say.error(word, "config.bad-address", address.error);
  return null;
};

/** lvs_sync_daemon IF [INSTANCE] [id N] [maxlen N] [port N] [ttl N] [group A]. The id is the instance's VRID if not given. */
const compileLine = (
  { args }: BoundEntry,
  instances: readonly VrrpInstance[],
  say: Complaints,
): SyncDaemonSettings | null => {
  const [first, ...rest] = args;
  if (!first) return null;
  const named = rest[0] && !isOption(rest[0].value) && rest[0].value !== "group" ? rest[0] : null;
  const instance = named ? instances.find(({ name }) => name === named.value) : undefined;
  if (named && !instance)
    say.error(named, "config.unknown-tracker", `there is no vrrp_instance ${named.value.slice(0, 60)}`);
  const numbers = new Map<Option, number>();
  let group: string | null = null;
  const options = named ? rest.slice(1) : rest;
  for (let i = 0; i < options.length; i += 2) {
    const [word, value] = [options[i], options[i + 1]];
    if (word?.value === "group" && value) group = groupOf(value, say);
    else if (word && value && isOption(word.value) && /^\d{1,5}$/.test(value.value)) {
      const [least, most] = LIMITS[word.value];
      const number = Number(value.value);
      if (number < least || number > most)
        say.error(value, "config.bad-value", `${number} is outside ${least} to ${most}`);
      numbers.set(word.value, number);
    } else if (word)
      say.error(
        word,
        "config.bad-value",
        `'${word.value.slice(0, 60)}' is not an option with a number: id, maxlen, port, ttl and group A are`,
      );
  }
  return {
    interface: interfaceName(first, say),
    instance: instance?.name ?? null,
    syncId: numbers.get("id") ?? instance?.virtualRouterId ?? 0,
    maxLength: numbers.get("maxlen") ?? null,
    port: numbers.get("port") ?? null,
    ttl: numbers.get("ttl") ?? null,
    group,
  };
};

/** The place of old for it: lvs_sync_daemon_interface inside of an instance. */
const fromInstance = (
  root: BoundBlock,
  instances: readonly VrrpInstance[],
  say: Complaints,
): SyncDaemonSettings | null => {
  for (const { block, value } of entriesOf(root, "vrrp_instance")) {
    const word = entryOf(block, "lvs_sync_daemon_interface")?.args[0];
    const instance = word && instances.find(({ name }) => name === value);
    if (!instance) continue;
    const base = { instance: instance.name, syncId: instance.virtualRouterId };
    return { ...base, interface: interfaceName(word, say), maxLength: null, port: null, ttl: null, group: null };
  }
  return null;
};

export const compileSyncDaemon = (
  root: BoundBlock,
  globals: BoundBlock | null,
  instances: readonly VrrpInstance[],
  say: Complaints,
): Pick<GlobalDefs, "syncDaemon"> => {
  const entry = entryOf(globals, "lvs_sync_daemon");
  const settings = entry ? compileLine(entry, instances, say) : fromInstance(root, instances, say);
  return settings ? { syncDaemon: settings } : {};
};
