import { readFileSync } from "node:fs";
import raw from "raw-socket";
import type { HeardAdvert } from "./outage.ts";

const VRRP = 112;
const SOL_SOCKET = 1;
const SO_BINDTODEVICE = 25;
const IP_ADD_MEMBERSHIP = 35;
/** Two minutes at the shortest interval that is measured. */
const MAX_ADVERTS = 0x10000;

export interface AdvertEar {
  readonly adverts: readonly HeardAdvert[];
  /** To be kept by the caller: a socket that nobody could close any more is collected, and hears nothing. */
  close(): void;
}

/** Hears the VRRP adverts on an interface. */
export const openAdvertEar = (name: string, onAdvert: () => void): AdvertEar => {
  const adverts: HeardAdvert[] = [];
  const socket = raw.createSocket({ protocol: VRRP });
  const device = Buffer.from(`${name}\0`);
  socket.setOption(SOL_SOCKET, SO_BINDTODEVICE, device, device.length);
  // struct ip_mreqn: group, any local address, the interface.
  const index = Number(readFileSync(`/sys/class/net/${name}/ifindex`, "utf8"));
  const group = Buffer.concat([Buffer.of(224, 0, 0, 18, 0, 0, 0, 0), new Uint8Array(Int32Array.of(index).buffer)]);
  socket.setOption(0, IP_ADD_MEMBERSHIP, group, group.length);
  socket.on("message", (packet) => {
    if (adverts.length < MAX_ADVERTS)
      adverts.push({ at: performance.now(), source: packet.subarray(12, 16).join(".") });
    onAdvert();
  });
  socket.on("error", (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
  return { adverts, close: () => void socket.close() };
};
