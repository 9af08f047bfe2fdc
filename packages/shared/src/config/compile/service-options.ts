import { ipv4Bytes } from "../../net/ip-address.ts";
import type { BoundBlock } from "../bind.ts";
import type { SorryServer, VirtualServer } from "../model.ts";
import { type Forwarding, forwardingOf } from "./forwarding.ts";
import { type Complaints, entryOf, flagOf, stringOf } from "./reader.ts";
import { compileNotifyLine } from "./script-command.ts";
import { endpointOf, serverPort } from "./service-endpoint.ts";

/** What a real server takes from its virtual server. */
export interface Pool {
  readonly block: BoundBlock;
  readonly address: string;
  readonly port: number;
  readonly forwarding: Forwarding;
  /** By firewall mark or by group: there is no one port that servers could be made to take. */
  readonly isPortless: boolean;
}

type Options = Pick<
  VirtualServer,
  | "sorryServer"
  | "persistencePrefixLength"
  | "persistenceEngine"
  | "onePacket"
  | "schedulerFlags"
  | "quorumUp"
  | "quorumDown"
  | "haSuspend"
  | "onlyWhileMaster"
>;

/** What few services have; each is absent unless it is given. */
export const compileServiceOptions = (pool: Pool, say: Complaints): Options => {
  const { block } = pool;
  const sorryServer = compileSorryServer(pool, say);
  const persistencePrefixLength = granularityOf(block, say);
  const persistenceEngine = stringOf(block, "persistence_engine");
  const schedulerFlags = flagsOf(block);
  const quorumUp = compileNotifyLine(entryOf(block, "quorum_up"), say);
  const quorumDown = compileNotifyLine(entryOf(block, "quorum_down"), say);
  const options: Draft<Options> = {};
  if (sorryServer !== null) options.sorryServer = sorryServer;
  if (persistencePrefixLength !== null) options.persistencePrefixLength = persistencePrefixLength;
  if (persistenceEngine !== null) options.persistenceEngine = persistenceEngine;
  if (flagOf(block, "ops") === true) options.onePacket = true;
  if (schedulerFlags !== 0) options.schedulerFlags = schedulerFlags;
  if (flagOf(block, "ha_suspend") === true) options.haSuspend = true;
  if (flagOf(block, "only_while_master") === true) options.onlyWhileMaster = true;
  if (quorumUp) options.quorumUp = quorumUp;
  if (quorumDown) options.quorumDown = quorumDown;
  return options;
};

type Draft<T> = { -readonly [Key in keyof T]: T[Key] };

const compileSorryServer = (pool: Pool, say: Complaints): SorryServer | null => {
  const entry = entryOf(pool.block, "sorry_server");
  const [first, second] = entry?.args ?? [];
  const head = first ? endpointOf(first, second, say) : null;
  if (!head) return null;
  const method = entryOf(pool.block, "sorry_server_lvs_method");
  const forwarding = (method ? forwardingOf(method, say) : null) ?? pool.forwarding;
  const port = pool.isPortless ? (head.port ?? 0) : serverPort(head, second, pool.port, forwarding.forwarding, say);
  return { address: head.address, port, ...forwarding, inhibit: flagOf(pool.block, "sorry_server_inhibit") ?? false };
};

/** A mask for IPv4 (255.255.255.0), a prefix length for IPv6 (64). */
const granularityOf = (block: BoundBlock, say: Complaints): number | null => {
  const token = entryOf(block, "persistence_granularity")?.args[0];
  if (!token) return null;
  const length = /^\d{1,3}$/.test(token.value) ? Number(token.value) : maskLength(token.value);
  if (length !== null && length >= 1 && length <= 128) return length;
  say.error(
    token,
    "config.bad-value",
    `'${token.value.slice(0, 60)}' is not a mask such as 255.255.255.0, nor a prefix length`,
  );
  return null;
};

const maskLength = (text: string): number | null => {
  const bytes = ipv4Bytes(text);
  if (!bytes) return null;
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return /^1+0*$/.test(bits) ? bits.lastIndexOf("1") + 1 : null;
};

/** Bits as in linux/ip_vs.h: IP_VS_SVC_F_SCHED1 to 3, of which sh and mh name the first two. */
const FLAGS: readonly (readonly [string, number])[] = [
  ["flag-1", 1],
  ["flag-2", 2],
  ["flag-3", 4],
  ["sh-fallback", 1],
  ["sh-port", 2],
  ["mh-fallback", 1],
  ["mh-port", 2],
];

const flagsOf = (block: BoundBlock): number =>
  FLAGS.reduce((bits, [name, bit]) => (flagOf(block, name) === true ? bits | bit : bits), 0);
