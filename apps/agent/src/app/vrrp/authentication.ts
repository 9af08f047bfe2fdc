import { err, ok, type Result } from "@baton/shared/base/result.ts";
import { AH_PROTOCOL, verify } from "../../core/packet/authentication-header.ts";
import type { IpPacket } from "../../core/packet/ip-packet.ts";
import { VRRP_PROTOCOL } from "../../core/packet/vrrp-common.ts";
import { AUTH_AH } from "../../core/vrrp/advert.ts";
import { hmacMd5 } from "./hmac-md5.ts";
import type { RefusedPacket } from "./packets.ts";
import type { Router } from "./router.ts";

/**
 * auth_type AH: the packet without its authentication header, once that has been found in order and newer than any
 * before. Every other router takes packets as they are, but none with such a header.
 */
export const authenticate = (router: Router, bytes: Uint8Array, packet: IpPacket): Result<IpPacket, RefusedPacket> => {
  const { params } = router;
  const has = packet.protocol === AH_PROTOCOL;
  const wants = params.authType === AUTH_AH;
  if (has !== wants) {
    const detail = has ? "an authentication header, expected none" : "no authentication header, expected one (AH)";
    return err({ kind: "auth-type", detail });
  }
  if (!has) return ok(packet);
  const verified = verify(bytes, params.authKey, params.unicastPeers.length > 0, hmacMd5);
  if (!verified.ok) return err({ kind: "auth-data", detail: verified.error });
  const { sequence, payload } = verified.value;
  if (sequence <= router.sequence)
    return err({ kind: "replay", detail: `sequence number ${sequence}, expected more than ${router.sequence}` });
  router.sequence = sequence;
  return ok({ ...packet, protocol: VRRP_PROTOCOL, payload });
};
