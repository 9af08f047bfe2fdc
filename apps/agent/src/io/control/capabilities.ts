import { readFileSync } from "node:fs";

/** Bit numbers from include/uapi/linux/capability.h. */
const BITS = { CAP_NET_ADMIN: 12n, CAP_NET_RAW: 13n } as const;
export type Capability = keyof typeof BITS;

/** Those of `wanted` that the text of /proc/PID/status does not list as effective. */
export const missingIn = (status: string, wanted: readonly Capability[]): readonly Capability[] => {
  const hex = /^CapEff:\s*([\da-fA-F]{1,16})$/m.exec(status)?.[1];
  const mask = hex === undefined ? 0n : BigInt(`0x${hex}`);
  return wanted.filter((capability) => (mask & (1n << BITS[capability])) === 0n);
};

export const missingCapabilities = (wanted: readonly Capability[]): readonly Capability[] =>
  missingIn(readFileSync("/proc/self/status", "utf8"), wanted);
