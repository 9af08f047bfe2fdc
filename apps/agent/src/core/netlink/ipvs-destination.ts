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
import { type AttributeWriter, nestedBy } from "./attribute-writer.ts";
import { decodeAttributes } from "./genl-attribute.ts";
import type { GenlDecodeError } from "./genl-error.ts";
import { type AttributeReader, readAttributes } from "./genl-read.ts";
import { decodeAddress, familyFromNumber, familyNumber, writeAddress } from "./ipvs-address.ts";
import { CMD_ATTR, DEST_ATTR, FORWARD_MASK } from "./ipvs-constants.ts";
import { decodeTraffic } from "./ipvs-stats.ts";

/** Codec of IPVS_CMD_ATTR_DEST. */

/** IP_VS_CONN_F_MASQ, _LOCALNODE, _TUNNEL, _DROUTE, _BYPASS. */
const FORWARDING: readonly TableForwarding[] = ["NAT", "LOCAL", "TUN", "DR", "BYPASS"];
const TUNNELS: readonly Tunnel["type"][] = ["ipip", "gue", "gre"];

const writeIdentity = (to: AttributeWriter, { address, port }: Pick<Destination, "address" | "port">): void => {
  writeAddress(to, DEST_ATTR.ADDR, address);
  to.be16(DEST_ATTR.PORT, port);
  to.u16(DEST_ATTR.ADDR_FAMILY, familyNumber(familyOf(address)));
};

export const encodeDestinationId = (destination: Pick<Destination, "address" | "port">): Uint8Array =>
  nestedBy(CMD_ATTR.DEST, (to) => writeIdentity(to, destination));

const writeTunnel = (to: AttributeWriter, tunnel: Tunnel): void => {
  to.u8(DEST_ATTR.TUN_TYPE, TUNNELS.indexOf(tunnel.type));
  to.be16(DEST_ATTR.TUN_PORT, tunnel.port);
  to.u16(DEST_ATTR.TUN_FLAGS, tunnel.flags);
};

/** Tunnel attributes are sent for tunnels only: a kernel before 5.2 does not know them. */
export const encodeDestination = (destination: Destination): Uint8Array =>
  nestedBy(CMD_ATTR.DEST, (to) => {
    writeIdentity(to, destination);
    to.u32(DEST_ATTR.FWD_METHOD, FORWARDING.indexOf(destination.forwarding));
    to.u32(DEST_ATTR.WEIGHT, destination.weight);
    to.u32(DEST_ATTR.U_THRESH, destination.upperThreshold);
    to.u32(DEST_ATTR.L_THRESH, destination.lowerThreshold);
    if (destination.forwarding === "TUN") writeTunnel(to, destination.tunnel);
  });

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
