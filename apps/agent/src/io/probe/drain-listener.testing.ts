import koffi from "koffi";
import { closeSocket, setOption } from "../packet/libc.ts";
import { AF_INET, socketAddress } from "./tcp-place.ts";

/** A listener for thousands of connections a second: takes what has come now and then, and hangs up at once. */
export interface DrainListener {
  /** Connections taken so far. */
  count(): number;
  close(): void;
}

const SOCK_STREAM_NONBLOCK = 1 | 0o4000;
const SOL_SOCKET = 1;
const SO_REUSEADDR = 2;
const BACKLOG = 65_535;
const DRAIN_EVERY_MS = 20;

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
  const timer = setInterval(() => {
    for (let taken = accept(fd, null, null) as number; taken >= 0; taken = accept(fd, null, null) as number) {
      count += 1;
      closeSocket(taken);
    }
  }, DRAIN_EVERY_MS);
  return {
    count: () => count,
    close: () => {
      clearInterval(timer);
      closeSocket(fd);
    },
  };
};
