import { getSystemErrorName } from "node:util";
import koffi from "koffi";

/**
 * A netlink socket by the C library's calls. The kernel carries requests out within send(2) and has the answers ready
 * when it returns, so a caller that sends and then reads never waits and needs no turn of the event loop.
 */
export interface NetlinkCalls {
  /** Throws with the system's error. */
  send(bytes: Uint8Array): void;
  /** The next datagram, valid until the next call; null when there is none. Throws with the system's error. */
  receive(): Uint8Array | null;
  close(): void;
}

const AF_NETLINK = 16;
const NETLINK_GENERIC = 16;
const SOCK_RAW = 3;
const SOCK_CLOEXEC = 0o2000000;
const SOCK_NONBLOCK = 0o4000;
const SOL_SOCKET = 1;
const SO_SNDBUF = 7;
const SO_RCVBUF = 8;
const SOL_NETLINK = 270;
const NETLINK_CAP_ACK = 10;
const MSG_TRUNC = 0x20;
const EAGAIN = 11;
const EINTR = 4;
const BUFFER_BYTES = 1 << 20;
/** The kernel's datagrams have at most 32 KiB. */
const DATAGRAM_BYTES = 1 << 16;

const libc = koffi.load("libc.so.6");
const socketCall = libc.func("int socket(int domain, int type, int protocol)");
const setsockoptCall = libc.func("int setsockopt(int fd, int level, int option, const void *value, uint32_t length)");
const connectCall = libc.func("int connect(int fd, const void *address, uint32_t length)");
const sendCall = libc.func("long send(int fd, const void *bytes, size_t length, int flags)");
const recvCall = libc.func("long recv(int fd, void *bytes, size_t length, int flags)");
const closeCall = libc.func("int close(int fd)");

const failure = (what: string): Error => new Error(`netlink: ${what}: ${getSystemErrorName(-koffi.errno())}`);

/** struct sockaddr_nl of the kernel: family, padding, port 0, no groups. */
const kernelAddress = (): Uint8Array => {
  const bytes = new Uint8Array(12);
  new Uint16Array(bytes.buffer, 0, 1)[0] = AF_NETLINK;
  return bytes;
};

const setNumber = (fd: number, level: number, option: number, value: number): void => {
  setsockoptCall(fd, level, option, new Int32Array([value]), 4);
};

/** Throws when the system refuses the socket. */
export const openNetlink = (): NetlinkCalls => {
  const fd = socketCall(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_GENERIC) as number;
  if (fd < 0) throw failure("socket");
  setNumber(fd, SOL_SOCKET, SO_SNDBUF, BUFFER_BYTES);
  setNumber(fd, SOL_SOCKET, SO_RCVBUF, BUFFER_BYTES);
  // A refusal without the request it is about; kernels before 4.3 repeat it, which does no harm.
  setNumber(fd, SOL_NETLINK, NETLINK_CAP_ACK, 1);
  // Connected to the kernel: nobody else on this host can send to this socket.
  if ((connectCall(fd, kernelAddress(), 12) as number) !== 0) {
    const error = failure("connect");
    closeCall(fd);
    throw error;
  }
  const buffer = new Uint8Array(DATAGRAM_BYTES);
  return {
    send: (bytes) => {
      if (Number(sendCall(fd, bytes, bytes.length, 0)) < 0) throw failure("send");
    },
    receive: () => {
      const length = Number(recvCall(fd, buffer, buffer.length, MSG_TRUNC));
      if (length > buffer.length) throw new Error("netlink: an answer was cut off");
      if (length >= 0) return buffer.subarray(0, length);
      const number = koffi.errno();
      if (number === EAGAIN || number === EINTR) return null;
      throw failure("receive");
    },
    close: () => {
      closeCall(fd);
    },
  };
};
