import { familyOf } from "../../net/ip-address.ts";
import { statementRange } from "../ast.ts";
import type { BoundBlock, BoundEntry } from "../bind.ts";
import type { ConfigModel } from "../model.ts";
import type { BfdInstance } from "../model-bfd.ts";
import { type Complaints, entriesOf, entryOf, flagOf, numberOf, stringOf } from "./reader.ts";
import { weightOptions } from "./weight.ts";

/** Milliseconds, keepalived's. */
const DEFAULT_INTERVAL = 10;
const DEFAULT_IDLE = 1000;
const DEFAULT_MULTIPLIER = 5;
/** Single hop needs 255 (RFC 5881 section 5), over IPv6 too. */
const TTL = 255;
const MAX_WEIGHT = 253;

const compileInstance = (entry: BoundEntry, say: Complaints): BfdInstance | null => {
  const { block } = entry;
  const name = typeof entry.value === "string" ? entry.value : null;
  if (!block || name === null) return null;
  const neighbor = stringOf(block, "neighbor_ip");
  if (neighbor === null) {
    if (!entryOf(block, "neighbor_ip"))
      say.error(entry.keyword, "config.missing-keyword", `bfd_instance ${name.slice(0, 60)} has no 'neighbor_ip'`);
    return null;
  }
  const source = stringOf(block, "source_ip");
  const sourceAt = entryOf(block, "source_ip")?.keyword;
  if (sourceAt && source !== null && familyOf(source) !== familyOf(neighbor))
    say.error(sourceAt, "config.mixed-families", `${source} and ${neighbor} are of different address families`);
  const hops = familyOf(neighbor) === "inet" ? "ttl" : "hoplimit";
  const maxHops = numberOf(block, "max_hops") ?? 0;
  return {
    name,
    range: statementRange(entry.statement),
    neighbor,
    source,
    minRx: numberOf(block, "min_rx") ?? DEFAULT_INTERVAL,
    minTx: numberOf(block, "min_tx") ?? DEFAULT_INTERVAL,
    idleTx: numberOf(block, "idle_tx") ?? DEFAULT_IDLE,
    multiplier: numberOf(block, "multiplier") ?? DEFAULT_MULTIPLIER,
    passive: flagOf(block, "passive") ?? false,
    ttl: numberOf(block, hops) ?? TTL,
    maxHops: maxHops < 0 ? TTL : maxHops,
    ...(flagOf(block, "multihop") === true ? { multihop: true as const } : {}),
    ...weightOptions(entryOf(block, "weight")?.args ?? [], { weight: 0, reverse: false }, MAX_WEIGHT, say, true),
  };
};

/** One session of each kind for each neighbour: two of the same would take each other's packets. */
export const compileBfdInstances = (root: BoundBlock, say: Complaints): Pick<ConfigModel, "bfdInstances"> => {
  const names = new Set<string>();
  const neighbors = new Map<string, string>();
  const bfdInstances = entriesOf(root, "bfd_instance").flatMap((entry) => {
    const instance = compileInstance(entry, say);
    if (!instance) return [];
    const { name, neighbor, multihop } = instance;
    const session = `${neighbor} ${multihop ?? false}`;
    const other = neighbors.get(session);
    if (names.has(name))
      say.error(entry.keyword, "config.duplicate-name", `there are two bfd_instance named ${name.slice(0, 60)}`);
    else if (other !== undefined)
      say.error(entry.keyword, "config.duplicate-address", `${other.slice(0, 60)} has the neighbour ${neighbor} too`);
    names.add(name);
    neighbors.set(session, name);
    return [instance];
  });
  return bfdInstances.length > 0 ? { bfdInstances } : {};
};
