import { err, ok, type Result } from "@baton/shared/base/result.ts";
import { type AddressFamily, familyOf } from "@baton/shared/net/ip-address.ts";
import {
  type ActualDestination,
  type Destination,
  NO_TRAFFIC,
  type TableForwarding,
  type Traffic,
  type Tunnel,
} from "../ipvs/table.ts";
import { attribute, be16, decodeAttributes, nestedAttribute, u8, u16, u32 } from "./genl-attribute.ts";
import type { GenlDecodeError } from "./genl-error.ts";
import { type AttributeReader, readAttributes } from "./genl-read.ts";
import { decodeAddress, encodeAddress, familyFromNumber, familyNumber } from "./ipvs-address.ts";
import { CMD_ATTR, DEST_ATTR, FORWARD_MASK } from "./ipvs-constants.ts";
import { decodeTraffic } from "./ipvs-stats.ts";

/** Codec of IPVS_CMD_ATTR_DEST. */

/** IP_VS_CONN_F_MASQ, _LOCALNODE, _TUNNEL, _DROUTE, _BYPASS. */
const FORWARDING: readonly TableForwarding[] = ["NAT", "LOCAL", "TUN", "DR", "BYPASS"];
const TUNNELS: readonly Tunnel["type"][] = ["ipip", "gue", "gre"];

const identity = (destination: Pick<Destination, "address" | "port">): Uint8Array[] => [
  attribute(DEST_ATTR.ADDR, encodeAddress(destination.address)),
  attribute(DEST_ATTR.PORT, be16(destination.port)),
  attribute(DEST_ATTR.ADDR_FAMILY, u16(familyNumber(familyOf(destination.address)))),
];

export const encodeDestinationId = (destination: Pick<Destination, "address" | "port">): Uint8Array =>
  nestedAttribute(CMD_ATTR.DEST, identity(destination));

const tunnelAttributes = ({ tunnel }: Destination): Uint8Array[] => [
  attribute(DEST_ATTR.TUN_TYPE, u8(TUNNELS.indexOf(tunnel.type))),
  attribute(DEST_ATTR.TUN_PORT, be16(tunnel.port)),
  attribute(DEST_ATTR.TUN_FLAGS, u16(tunnel.flags)),
];

/** Tunnel attributes are sent for tunnels only: a kernel before 5.2 does not know them. */
export const encodeDestination = (destination: Destination): Uint8Array =>
  nestedAttribute(CMD_ATTR.DEST, [
    ...identity(destination),
    attribute(DEST_ATTR.FWD_METHOD, u32(FORWARDING.indexOf(destination.forwarding))),
    attribute(DEST_ATTR.WEIGHT, u32(destination.weight)),
    attribute(DEST_ATTR.U_THRESH, u32(destination.upperThreshold)),
    attribute(DEST_ATTR.L_THRESH, u32(destination.lowerThreshold)),
    ...(destination.forwarding === "TUN" ? tunnelAttributes(destination) : []),
  ]);

const readTunnel = (reader: AttributeReader): Tunnel => {
  const type = TUNNELS[reader.numberOr(DEST_ATTR.TUN_TYPE, "tunnel type", 1, 0)];
  if (!type) reader.fail("bad-value", "tunnel type");
  return {
    type: type ?? "ipip",
    port: reader.has(DEST_ATTR.TUN_PORT) ? reader.bigEndian16(DEST_ATTR.TUN_PORT, "tunnel port") : 0,
    flags: reader.numberOr(DEST_ATTR.TUN_FLAGS, "tunnel flags", 2, 0),
  };
};

/** Since Linux 3.18 a destination names its own family; before, it has its service's. */
const readFamily = (reader: AttributeReader, serviceFamily: AddressFamily): AddressFamily => {
  if (!reader.has(DEST_ATTR.ADDR_FAMILY)) return serviceFamily;
  const family = familyFromNumber(reader.number(DEST_ATTR.ADDR_FAMILY, "destination family", 2));
  if (!family) reader.fail("bad-value", "destination family");
  return family ?? serviceFamily;
};

const readDestination = (reader: AttributeReader, serviceFamily: AddressFamily): Destination => {
  const forwarding = FORWARDING[reader.number(DEST_ATTR.FWD_METHOD, "forwarding method", 4) & FORWARD_MASK];
  if (!forwarding) reader.fail("bad-value", "forwarding method");
  return {
    address: decodeAddress(reader.bytes(DEST_ATTR.ADDR, "destination address", 16), readFamily(reader, serviceFamily)),
    port: reader.bigEndian16(DEST_ATTR.PORT, "destination port"),
    forwarding: forwarding ?? "NAT",
    weight: reader.number(DEST_ATTR.WEIGHT, "weight", 4),
    upperThreshold: reader.number(DEST_ATTR.U_THRESH, "upper threshold", 4),
    lowerThreshold: reader.number(DEST_ATTR.L_THRESH, "lower threshold", 4),
    tunnel: readTunnel(reader),
  };
};

const readTraffic = (reader: AttributeReader): Result<Traffic, GenlDecodeError> => {
  if (reader.has(DEST_ATTR.STATS64)) return decodeTraffic(reader.bytes(DEST_ATTR.STATS64, "statistics", 0), 64);
  if (reader.has(DEST_ATTR.STATS)) return decodeTraffic(reader.bytes(DEST_ATTR.STATS, "statistics", 0), 32);
  return ok(NO_TRAFFIC);
};

/** A destination from the payload of IPVS_CMD_ATTR_DEST. Counters that are missing count as 0. */
export const decodeDestination = (
  payload: Uint8Array,
  serviceFamily: AddressFamily,
): Result<ActualDestination, GenlDecodeError> => {
  const attributes = decodeAttributes(payload);
  if (!attributes.ok) return err(attributes.error);
  const reader = readAttributes(attributes.value);
  const destination = readDestination(reader, serviceFamily);
  const traffic = readTraffic(reader);
  if (!traffic.ok) return err(traffic.error);
  return reader.finish({
    destination,
    counts: {
      active: reader.numberOr(DEST_ATTR.ACTIVE_CONNS, "active connections", 4, 0),
      inactive: reader.numberOr(DEST_ATTR.INACT_CONNS, "inactive connections", 4, 0),
      persistent: reader.numberOr(DEST_ATTR.PERSIST_CONNS, "persistent connections", 4, 0),
      traffic: traffic.value,
    },
  });
};
