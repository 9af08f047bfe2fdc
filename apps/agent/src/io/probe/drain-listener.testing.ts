import koffi from "koffi";
import { closeSocket, setOption } from "../packet/libc.ts";
import { AF_INET, socketAddress } from "./tcp-place.ts";

/** A listener for thousands of connections a second: takes what has come now and then, and hangs up at once. */
export interface DrainListener {
  /** Connections taken so far. */
  count(): number;
  /** The longest time since `watchGaps` that a client, by its address, has stayed away; milliseconds. */
  longestGap(): number;
  watchGaps(): void;
  close(): void;
}

const SOCK_STREAM_NONBLOCK = 1 | 0o4000;
const SOL_SOCKET = 1;
const SO_REUSEADDR = 2;
const BACKLOG = 65_535;
const DRAIN_EVERY_MS = 20;
/** struct sockaddr_in: family, port, address. */
const CLIENT_BYTES = 16;
const CLIENT_ADDRESS = 4;

/** Listens on the port of every address of this network namespace. Throws when the system refuses. */
export const openDrainListener = (port: number): DrainListener => {
  const libc = koffi.load("libc.so.6");
  const accept = libc.func("int accept(int fd, void *address, void *length)");
  const fd = libc.func("int socket(int domain, int type, int protocol)")(AF_INET, SOCK_STREAM_NONBLOCK, 0) as number;
  setOption(fd, SOL_SOCKET, SO_REUSEADDR, new Uint8Array(new Int32Array([1]).buffer));
  const address = socketAddress("0.0.0.0", port);
  const bound = libc.func("int bind(int fd, const void *address, uint32_t length)")(fd, address, 16) as number;
  const listening = libc.func("int listen(int fd, int backlog)")(fd, BACKLOG) as number;
  if (fd < 0 || bound !== 0 || listening !== 0) throw new Error(`can't listen on port ${port}`);
  let count = 0;
  let longest = 0;
  const seen = new Map<number, number>();
  const client = Buffer.alloc(CLIENT_BYTES);
  const length = new Uint32Array(1);
  const take = (): boolean => {
    length[0] = CLIENT_BYTES;
    const taken = accept(fd, client, length) as number;
    if (taken < 0) return false;
    closeSocket(taken);
    count += 1;
    const from = client.readUInt32BE(CLIENT_ADDRESS);
    const at = performance.now();
    longest = Math.max(longest, at - (seen.get(from) ?? at));
    seen.set(from, at);
    return true;
  };
  const timer = setInterval(() => {
    while (take());
  }, DRAIN_EVERY_MS);
  return {
    count: () => count,
    watchGaps: () => {
      longest = 0;
      for (const from of seen.keys()) seen.set(from, performance.now());
    },
    longestGap: () => {
      while (take());
      const now = performance.now();
      return [...seen.values()].reduce((gap, at) => Math.max(gap, now - at), longest);
    },
    close: () => {
      clearInterval(timer);
      closeSocket(fd);
    },
  };
};
