import { getSystemErrorName } from "node:util";
import koffi from "koffi";

/** The calls of the C library that a batch of TCP probes needs. None of them waits. */
export interface TcpCalls {
  /** A file descriptor, or the name of the error: "EMFILE". */
  socket(family: number): number | string;
  /** Of level SOL_SOCKET. Null when done, here and below. */
  setOption(fd: number, option: number, value: Uint8Array): string | null;
  /** Both addresses are a struct sockaddr_in or sockaddr_in6. */
  bind(fd: number, address: Uint8Array): string | null;
  /** Null when it is made or under way. */
  connect(fd: number, address: Uint8Array): string | null;
  /** struct pollfd by the dozen, answered in place. */
  poll(sockets: Uint8Array, count: number): void;
  /** What became of the connection: null, or the error. */
  error(fd: number): string | null;
  close(fd: number): void;
  /** Resets a connection that is made, so that the socket can connect again; false when it can't. */
  disconnect(fd: number): boolean;
  /** Tells of this socket by `ready` from now on, until it is closed. */
  watch(fd: number): string | null;
  /** The sockets of which there is news; not necessarily all of them. */
  ready(): readonly number[];
  /** Ends the watching; sockets stay open. */
  end(): void;
}

const SOCK_STREAM = 1;
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
const SOL_SOCKET = 1;
const SO_ERROR = 4;
const SO_LINGER = 13;
const EINTR = 4;
/** Node has no name for it. */
const EINPROGRESS = 115;
const EPOLL_CLOEXEC = SOCK_CLOEXEC;
const EPOLL_CTL_ADD = 1;
const EPOLLOUT = 4;
/** News taken in one call. */
const READY_AT_ONCE = 512;
/** struct epoll_event: four bytes of events, eight of our choice; packed on x86-64 only. */
const EVENT_BYTES = process.arch === "x64" ? 12 : 16;
const EVENT_DATA = EVENT_BYTES - 8;

const failure = (): string => getSystemErrorName(-koffi.errno());

/** Throws when the C library does not have what is needed. */
export const openTcpCalls = (): TcpCalls => {
  const libc = koffi.load("libc.so.6");
  const socketCall = libc.func("int socket(int domain, int type, int protocol)");
  const setsockoptCall = libc.func("int setsockopt(int fd, int level, int option, const void *value, uint32_t length)");
  const getsockoptCall = libc.func("int getsockopt(int fd, int level, int option, void *value, void *length)");
  const bindCall = libc.func("int bind(int fd, const void *address, uint32_t length)");
  const connectCall = libc.func("int connect(int fd, const void *address, uint32_t length)");
  const pollCall = libc.func("int poll(void *sockets, unsigned long count, int timeout)");
  const closeCall = libc.func("int close(int fd)");
  const epollCreateCall = libc.func("int epoll_create1(int flags)");
  const epollCtlCall = libc.func("int epoll_ctl(int epoll, int operation, int fd, void *event)");
  const epollWaitCall = libc.func("int epoll_wait(int epoll, void *events, int count, int timeout)");

  /** A sockaddr of AF_UNSPEC: a TCP socket that connects to it has no connection any longer; see connect(2). */
  const nowhere = new Uint8Array(16);
  // On and zero seconds: closing resets, so that ten thousand probes leave no connections in TIME_WAIT.
  const linger = new Uint8Array(new Int32Array([1, 0]).buffer);
  const value = new Int32Array(1);
  const length = new Uint32Array(1);
  const event = Buffer.alloc(EVENT_BYTES);
  const events = Buffer.alloc(EVENT_BYTES * READY_AT_ONCE);
  const epoll = epollCreateCall(EPOLL_CLOEXEC) as number;
  if (epoll < 0) throw new Error(`epoll: ${failure()}`);

  return {
    socket: (family) => {
      const fd = socketCall(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0) as number;
      if (fd < 0) return failure();
      setsockoptCall(fd, SOL_SOCKET, SO_LINGER, linger, linger.length);
      return fd;
    },
    setOption: (fd, option, bytes) =>
      (setsockoptCall(fd, SOL_SOCKET, option, bytes, bytes.length) as number) === 0 ? null : failure(),
    bind: (fd, address) => ((bindCall(fd, address, address.length) as number) === 0 ? null : failure()),
    connect: (fd, address) => {
      if ((connectCall(fd, address, address.length) as number) === 0) return null;
      const number = koffi.errno();
      return number === EINPROGRESS || number === EINTR ? null : getSystemErrorName(-number);
    },
    poll: (sockets, count) => {
      pollCall(sockets, count, 0);
    },
    error: (fd) => {
      length[0] = 4;
      if ((getsockoptCall(fd, SOL_SOCKET, SO_ERROR, value, length) as number) !== 0) return failure();
      return value[0] ? getSystemErrorName(-value[0]) : null;
    },
    close: (fd) => {
      closeCall(fd);
    },
    disconnect: (fd) => (connectCall(fd, nowhere, nowhere.length) as number) === 0,
    watch: (fd) => {
      new Int32Array(event.buffer, event.byteOffset, 1)[0] = EPOLLOUT;
      event.writeInt32LE(fd, EVENT_DATA);
      return (epollCtlCall(epoll, EPOLL_CTL_ADD, fd, event) as number) === 0 ? null : failure();
    },
    ready: () => {
      const count = epollWaitCall(epoll, events, READY_AT_ONCE, 0) as number;
      return Array.from({ length: Math.max(0, count) }, (_, index) =>
        events.readInt32LE(index * EVENT_BYTES + EVENT_DATA),
      );
    },
    end: () => {
      closeCall(epoll);
    },
  };
};
