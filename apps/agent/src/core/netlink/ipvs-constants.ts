/** include/uapi/linux/ip_vs.h: commands and attributes of the generic netlink family "IPVS". */
export const IPVS_FAMILY = "IPVS";
export const IPVS_VERSION = 1;

export const IPVS_CMD = {
  NEW_SERVICE: 1,
  SET_SERVICE: 2,
  DEL_SERVICE: 3,
  GET_SERVICE: 4,
  NEW_DEST: 5,
  SET_DEST: 6,
  DEL_DEST: 7,
  GET_DEST: 8,
  SET_CONFIG: 12,
  GET_INFO: 15,
} as const;

export const CMD_ATTR = { SERVICE: 1, DEST: 2 } as const;

export const SVC_ATTR = {
  AF: 1,
  PROTOCOL: 2,
  ADDR: 3,
  PORT: 4,
  FWMARK: 5,
  SCHED_NAME: 6,
  FLAGS: 7,
  TIMEOUT: 8,
  NETMASK: 9,
  STATS: 10,
  PE_NAME: 11,
  STATS64: 12,
} as const;

export const DEST_ATTR = {
  ADDR: 1,
  PORT: 2,
  FWD_METHOD: 3,
  WEIGHT: 4,
  U_THRESH: 5,
  L_THRESH: 6,
  ACTIVE_CONNS: 7,
  INACT_CONNS: 8,
  PERSIST_CONNS: 9,
  STATS: 10,
  ADDR_FAMILY: 11,
  STATS64: 12,
  TUN_TYPE: 13,
  TUN_PORT: 14,
  TUN_FLAGS: 15,
} as const;

export const STATS_ATTR = { CONNS: 1, INPKTS: 2, OUTPKTS: 3, INBYTES: 4, OUTBYTES: 5 } as const;
export const INFO_ATTR = { VERSION: 1, CONN_TAB_SIZE: 2 } as const;

/** IP_VS_SVC_F_*; the three scheduler flags are 0x8, 0x10 and 0x20. */
export const SVC_FLAG_PERSISTENT = 0x1;
export const SVC_FLAG_ONE_PACKET = 0x4;
export const SVC_FLAG_SCHEDULER_SHIFT = 3;

/** IP_VS_CONN_F_FWD_MASK and its values. */
export const FORWARD_MASK = 0x7;

export const AF_INET = 2;
export const AF_INET6 = 10;

export const PROTOCOL_NUMBER = { TCP: 6, UDP: 17, SCTP: 132 } as const;
