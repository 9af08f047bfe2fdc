import { addressBytes } from "@baton/shared/net/ip-address.ts";
import type { SyncOperation, SyncRole } from "../ipvs/sync-daemon.ts";
import { attribute, cString, nestedAttribute, u8, u16, u32 } from "./genl-attribute.ts";
import { type GenlRequest, NLM_F_ACK } from "./genl-message.ts";
import { IPVS_VERSION } from "./ipvs-constants.ts";

/** include/uapi/linux/ip_vs.h: IPVS_CMD_NEW_DAEMON and its attributes. */
const NEW_DAEMON = 9;
const DEL_DAEMON = 10;
const CMD_ATTR_DAEMON = 3;
const DAEMON_ATTR = {
  STATE: 1,
  MCAST_IFN: 2,
  SYNC_ID: 3,
  SYNC_MAXLEN: 4,
  MCAST_GROUP: 5,
  MCAST_GROUP6: 6,
  MCAST_PORT: 7,
  MCAST_TTL: 8,
} as const;
/** IP_VS_STATE_MASTER and IP_VS_STATE_BACKUP. */
const STATE: Readonly<Record<SyncRole, number>> = { master: 1, backup: 2 };

export const daemonRequest = (family: number, operation: SyncOperation): GenlRequest => {
  const parts = [attribute(DAEMON_ATTR.STATE, u32(STATE[operation.role]))];
  if (operation.op === "start") {
    const { settings } = operation;
    parts.push(attribute(DAEMON_ATTR.MCAST_IFN, cString(settings.interface)));
    parts.push(attribute(DAEMON_ATTR.SYNC_ID, u32(settings.syncId)));
    if (settings.maxLength !== null) parts.push(attribute(DAEMON_ATTR.SYNC_MAXLEN, u16(settings.maxLength)));
    const group = settings.group === null ? null : addressBytes(settings.group);
    if (group) {
      parts.push(attribute(group.length === 4 ? DAEMON_ATTR.MCAST_GROUP : DAEMON_ATTR.MCAST_GROUP6, group));
    }
    if (settings.port !== null) parts.push(attribute(DAEMON_ATTR.MCAST_PORT, u16(settings.port)));
    if (settings.ttl !== null) parts.push(attribute(DAEMON_ATTR.MCAST_TTL, u8(settings.ttl)));
  }
  return {
    family,
    command: operation.op === "start" ? NEW_DAEMON : DEL_DAEMON,
    version: IPVS_VERSION,
    flags: NLM_F_ACK,
    attributes: [nestedAttribute(CMD_ATTR_DAEMON, parts)],
  };
};
