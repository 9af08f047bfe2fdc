import type { ConnectionTimeouts } from "@baton/shared/config/model-service.ts";
import { attribute, u32 } from "./genl-attribute.ts";
import { type GenlRequest, NLM_F_ACK } from "./genl-message.ts";
import { IPVS_CMD, IPVS_VERSION } from "./ipvs-constants.ts";

/** include/uapi/linux/ip_vs.h: IPVS_CMD_ATTR_TIMEOUT_*. */
const TIMEOUT_ATTR = { tcp: 4, tcpFin: 5, udp: 6 } as const;

/** IPVS_CMD_SET_CONFIG wants all three; 0 leaves one as it is (ip_vs_ctl.c, ip_vs_set_timeout). */
export const timeoutsRequest = (family: number, { tcp = 0, tcpFin = 0, udp = 0 }: ConnectionTimeouts): GenlRequest => ({
  family,
  command: IPVS_CMD.SET_CONFIG,
  version: IPVS_VERSION,
  flags: NLM_F_ACK,
  attributes: [
    attribute(TIMEOUT_ATTR.tcp, u32(tcp)),
    attribute(TIMEOUT_ATTR.tcpFin, u32(tcpFin)),
    attribute(TIMEOUT_ATTR.udp, u32(udp)),
  ],
});
