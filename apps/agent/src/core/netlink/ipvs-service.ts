import { err, ok, type Result } from "@baton/shared/base/result.ts";
import type { Protocol } from "@baton/shared/config/model.ts";
import { type AddressFamily, familyOf } from "@baton/shared/net/ip-address.ts";
import { oncePer } from "../ipvs/once-per.ts";
import { NO_TRAFFIC, type Persistence, type Service, type ServiceId, type Traffic } from "../ipvs/table.ts";
import { type AttributeWriter, nestedBy } from "./attribute-writer.ts";
import { decodeAttributes, u32 } from "./genl-attribute.ts";
import type { GenlDecodeError } from "./genl-error.ts";
import { type AttributeReader, readAttributes } from "./genl-read.ts";
import { decodeAddress, familyFromNumber, familyNumber, writeAddress } from "./ipvs-address.ts";
import {
  CMD_ATTR,
  PROTOCOL_NUMBER,
  SVC_ATTR,
  SVC_FLAG_ONE_PACKET,
  SVC_FLAG_PERSISTENT,
  SVC_FLAG_SCHEDULER_SHIFT,
} from "./ipvs-constants.ts";
import { decodeTraffic } from "./ipvs-stats.ts";

/** Codec of IPVS_CMD_ATTR_SERVICE. */

const serviceFamily = (id: ServiceId): AddressFamily => (id.kind === "fwmark" ? id.family : familyOf(id.address));

const writeIdentity = (to: AttributeWriter, id: ServiceId): void => {
  to.u16(SVC_ATTR.AF, familyNumber(serviceFamily(id)));
  if (id.kind === "fwmark") to.u32(SVC_ATTR.FWMARK, id.mark);
  else {
    to.u16(SVC_ATTR.PROTOCOL, PROTOCOL_NUMBER[id.protocol]);
    writeAddress(to, SVC_ATTR.ADDR, id.address);
    to.be16(SVC_ATTR.PORT, id.port);
  }
};

/** Enough to name a service: for deletions and for requests about its destinations, of which one service has many. */
export const encodeServiceId = oncePer(
  (id: ServiceId): Uint8Array => nestedBy(CMD_ATTR.SERVICE, (to) => writeIdentity(to, id)).slice(),
);

const flagsOf = (service: Service): number =>
  (service.persistence ? SVC_FLAG_PERSISTENT : 0) |
  (service.onePacket ? SVC_FLAG_ONE_PACKET : 0) |
  ((service.schedulerFlags & 7) << SVC_FLAG_SCHEDULER_SHIFT);

/** IPv4 wants a mask in network order, IPv6 the length of the prefix. */
const encodeNetmask = (prefixLength: number, family: AddressFamily): Uint8Array => {
  if (family === "inet6") return u32(prefixLength);
  const mask = prefixLength === 0 ? 0 : (0xffffffff << (32 - prefixLength)) >>> 0;
  return Uint8Array.of(mask >>> 24, (mask >>> 16) & 255, (mask >>> 8) & 255, mask & 255);
};

export const encodeService = (service: Service): Uint8Array => {
  const family = serviceFamily(service.id);
  const full = family === "inet" ? 32 : 128;
  return nestedBy(CMD_ATTR.SERVICE, (to) => {
    writeIdentity(to, service.id);
    to.text(SVC_ATTR.SCHED_NAME, service.scheduler);
    // struct ip_vs_flags: the flags, then a mask of those that count.
    to.u32Pair(SVC_ATTR.FLAGS, flagsOf(service), 0xffffffff);
    to.u32(SVC_ATTR.TIMEOUT, service.persistence?.timeoutSeconds ?? 0);
    to.bytes(SVC_ATTR.NETMASK, encodeNetmask(service.persistence?.prefixLength ?? full, family));
    if (service.persistenceEngine !== null) to.text(SVC_ATTR.PE_NAME, service.persistenceEngine);
  });
};

const protocolFromNumber = (number: number): Protocol | null => {
  if (number === PROTOCOL_NUMBER.TCP) return "TCP";
  if (number === PROTOCOL_NUMBER.UDP) return "UDP";
  return number === PROTOCOL_NUMBER.SCTP ? "SCTP" : null;
};

const readId = (reader: AttributeReader): { id: ServiceId; family: AddressFamily } => {
  const family = familyFromNumber(reader.number(SVC_ATTR.AF, "service family", 2));
  if (!family) reader.fail("bad-value", "service family");
  const known = family ?? "inet";
  if (reader.has(SVC_ATTR.FWMARK)) {
    return { id: { kind: "fwmark", mark: reader.number(SVC_ATTR.FWMARK, "fwmark", 4), family: known }, family: known };
  }
  const protocol = protocolFromNumber(reader.number(SVC_ATTR.PROTOCOL, "protocol", 2));
  if (!protocol) reader.fail("bad-value", "protocol");
  const address = decodeAddress(reader.bytes(SVC_ATTR.ADDR, "service address", 16), known);
  const port = reader.bigEndian16(SVC_ATTR.PORT, "service port");
  return { id: { kind: "address", protocol: protocol ?? "TCP", address, port }, family: known };
};

const prefixOfMask = (mask: Uint8Array): number | null => {
  const bits = [...mask].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return /^1*0*$/.test(bits) ? bits.lastIndexOf("1") + 1 : null;
};

const readPersistence = (reader: AttributeReader, family: AddressFamily): Persistence => {
  const timeoutSeconds = reader.number(SVC_ATTR.TIMEOUT, "persistence timeout", 4);
  if (family === "inet6") return { timeoutSeconds, prefixLength: reader.number(SVC_ATTR.NETMASK, "netmask", 4) };
  const prefixLength = prefixOfMask(reader.bytes(SVC_ATTR.NETMASK, "netmask", 4).subarray(0, 4));
  if (prefixLength === null) reader.fail("bad-value", "netmask");
  return { timeoutSeconds, prefixLength: prefixLength ?? 32 };
};

const readService = (reader: AttributeReader): Service => {
  const { id, family } = readId(reader);
  const flags = reader.number(SVC_ATTR.FLAGS, "service flags", 4);
  return {
    id,
    scheduler: reader.text(SVC_ATTR.SCHED_NAME, "scheduler"),
    schedulerFlags: (flags >> SVC_FLAG_SCHEDULER_SHIFT) & 7,
    onePacket: (flags & SVC_FLAG_ONE_PACKET) !== 0,
    persistence: (flags & SVC_FLAG_PERSISTENT) === 0 ? null : readPersistence(reader, family),
    persistenceEngine: reader.has(SVC_ATTR.PE_NAME) ? reader.text(SVC_ATTR.PE_NAME, "persistence engine") : null,
  };
};

const readTraffic = (reader: AttributeReader): Result<Traffic, GenlDecodeError> => {
  if (reader.has(SVC_ATTR.STATS64)) return decodeTraffic(reader.bytes(SVC_ATTR.STATS64, "statistics", 0), 64);
  if (reader.has(SVC_ATTR.STATS)) return decodeTraffic(reader.bytes(SVC_ATTR.STATS, "statistics", 0), 32);
  return ok(NO_TRAFFIC);
};

/** A service from the payload of IPVS_CMD_ATTR_SERVICE. Statistics that are missing count as none. */
export const decodeService = (payload: Uint8Array): Result<{ service: Service; traffic: Traffic }, GenlDecodeError> => {
  const attributes = decodeAttributes(payload);
  if (!attributes.ok) return err(attributes.error);
  const reader = readAttributes(attributes.value);
  const service = readService(reader);
  const traffic = readTraffic(reader);
  return traffic.ok ? reader.finish({ service, traffic: traffic.value }) : err(traffic.error);
};
