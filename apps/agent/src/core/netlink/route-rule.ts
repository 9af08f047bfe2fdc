import type { VirtualRule } from "@baton/shared/config/model-kernel.ts";
import { addressBytes } from "@baton/shared/net/ip-address.ts";
import { concatBytes, utf8Bytes, viewOf } from "../bytes/bytes.ts";
import { encodeAttribute, LITTLE_ENDIAN, u32Bytes } from "./route-message.ts";

/** struct fib_rule_hdr and its attributes (include/uapi/linux/fib_rules.h). */
export const RTM_NEWRULE = 32;
export const RTM_DELRULE = 33;

const HEADER_BYTES = 12;
const AF_INET = 2;
const AF_INET6 = 10;
const FRA_DST = 1;
const FRA_SRC = 2;
const FRA_IIFNAME = 3;
const FRA_GOTO = 4;
const FRA_PRIORITY = 6;
const FRA_FWMARK = 10;
const FRA_SUPPRESS_IFGROUP = 13;
const FRA_SUPPRESS_PREFIXLEN = 14;
const FRA_TABLE = 15;
const FRA_FWMASK = 16;
const FRA_OIFNAME = 17;
const FRA_UID_RANGE = 20;
const FRA_PROTOCOL = 21;
const FRA_IP_PROTO = 22;
const FRA_SPORT_RANGE = 23;
const FRA_DPORT_RANGE = 24;
const FIB_RULE_INVERT = 2;
/** The number that keepalived's rules carry too. */
const RTPROT_KEEPALIVED = 18;
const ACTIONS: Readonly<Record<VirtualRule["action"]["kind"], number>> = {
  table: 1,
  goto: 2,
  nop: 3,
  blackhole: 6,
  unreachable: 7,
  prohibit: 8,
};

type Part = Uint8Array | null;

const name = (type: number, text: string | undefined): Part =>
  text === undefined ? null : encodeAttribute(type, utf8Bytes(`${text}\0`));

const number = (type: number, value: number | undefined): Part =>
  value === undefined ? null : encodeAttribute(type, u32Bytes(value));

const byte = (type: number, value: number | undefined): Part =>
  value === undefined ? null : encodeAttribute(type, Uint8Array.of(value));

const prefix = (type: number, value: VirtualRule["from"]): Part => {
  if (!value || value.prefixLength === 0) return null;
  const bytes = addressBytes(value.address);
  if (!bytes) throw new RangeError(`"${value.address}" is not an IP address`);
  return encodeAttribute(type, bytes);
};

/** struct fib_rule_port_range: two 16-bit numbers, host byte order. */
const ports = (type: number, range: VirtualRule["sourcePorts"]): Part => {
  if (!range) return null;
  const bytes = new Uint8Array(4);
  const view = viewOf(bytes);
  view.setUint16(0, range[0], LITTLE_ENDIAN);
  view.setUint16(2, range[1], LITTLE_ENDIAN);
  return encodeAttribute(type, bytes);
};

const header = (rule: VirtualRule): Uint8Array => {
  const bytes = new Uint8Array(HEADER_BYTES);
  bytes[0] = rule.family === "inet" ? AF_INET : AF_INET6;
  bytes[1] = rule.to?.prefixLength ?? 0;
  bytes[2] = rule.from?.prefixLength ?? 0;
  bytes[3] = rule.tos ?? 0;
  bytes[7] = ACTIONS[rule.action.kind];
  viewOf(bytes).setUint32(8, rule.not ? FIB_RULE_INVERT : 0, LITTLE_ENDIAN);
  return bytes;
};

/** The body of RTM_NEWRULE and RTM_DELRULE. Throws a RangeError when an address is none. */
export const encodeRuleBody = (rule: VirtualRule): Uint8Array => {
  const { action, mark, users } = rule;
  const parts: readonly Part[] = [
    header(rule),
    number(FRA_PRIORITY, rule.preference),
    number(FRA_TABLE, action.kind === "table" ? action.table : undefined),
    number(FRA_GOTO, action.kind === "goto" ? action.preference : undefined),
    prefix(FRA_DST, rule.to),
    prefix(FRA_SRC, rule.from),
    name(FRA_IIFNAME, rule.inputInterface),
    name(FRA_OIFNAME, rule.outputInterface),
    number(FRA_FWMARK, mark?.value),
    number(FRA_FWMASK, mark?.mask),
    number(FRA_SUPPRESS_PREFIXLEN, rule.suppressPrefixLength),
    number(FRA_SUPPRESS_IFGROUP, rule.suppressGroup),
    users ? encodeAttribute(FRA_UID_RANGE, concatBytes([u32Bytes(users[0]), u32Bytes(users[1])])) : null,
    byte(FRA_PROTOCOL, rule.protocol ?? RTPROT_KEEPALIVED),
    byte(FRA_IP_PROTO, rule.ipProtocol),
    ports(FRA_SPORT_RANGE, rule.sourcePorts),
    ports(FRA_DPORT_RANGE, rule.destinationPorts),
  ];
  return concatBytes(parts.filter((part) => part !== null));
};
