import { readdirSync } from "node:fs";
import type { RawSocket } from "raw-socket";
import { intOption } from "./libc.ts";

const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
/** A receive buffer size that nothing else has; the kernel doubles what it is told, socket(7). */
const MARK_BYTES = 6074;

/**
 * The descriptor that the socket package keeps to itself: the socket is marked by an odd buffer size, and looked for.
 * The caller sets the size it really wants afterwards. Null: not found.
 */
export const descriptorOf = (socket: RawSocket): number | null => {
  socket.setOption(SOL_SOCKET, SO_RCVBUF, MARK_BYTES);
  for (const name of readdirSync("/proc/self/fd")) {
    const size = intOption(Number(name), SOL_SOCKET, SO_RCVBUF);
    if (size.ok && size.value === 2 * MARK_BYTES) return Number(name);
  }
  return null;
};
