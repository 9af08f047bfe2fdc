import { err, type Result } from "@baton/shared/base/result.ts";
import type { Traffic } from "../ipvs/table.ts";
import { decodeAttributes } from "./genl-attribute.ts";
import type { GenlDecodeError } from "./genl-error.ts";
import { readAttributes } from "./genl-read.ts";
import { STATS_ATTR } from "./ipvs-constants.ts";

/**
 * Counters of a service or destination. In IPVS_*_ATTR_STATS64 (since Linux 4.1) all are 64 bits wide; in the
 * older IPVS_*_ATTR_STATS connections and packets have 32. Beyond 2^53 a count loses its last digits.
 */
export const decodeTraffic = (payload: Uint8Array, width: 32 | 64): Result<Traffic, GenlDecodeError> => {
  const attributes = decodeAttributes(payload);
  if (!attributes.ok) return err(attributes.error);
  const reader = readAttributes(attributes.value);
  const narrow = width === 64 ? 8 : 4;
  return reader.finish({
    connections: reader.number(STATS_ATTR.CONNS, "connections", narrow),
    inPackets: reader.number(STATS_ATTR.INPKTS, "incoming packets", narrow),
    outPackets: reader.number(STATS_ATTR.OUTPKTS, "outgoing packets", narrow),
    inBytes: reader.number(STATS_ATTR.INBYTES, "incoming bytes", 8),
    outBytes: reader.number(STATS_ATTR.OUTBYTES, "outgoing bytes", 8),
  });
};
