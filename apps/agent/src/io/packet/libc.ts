import { getSystemErrorName } from "node:util";
import { err, ok, type Result } from "@baton/shared/base/result.ts";
import koffi from "koffi";
import type { MessageArena } from "./message-arena.ts";

/** The C library's socket calls for what the socket packages can't do. All return at once. */

const libc = koffi.load("libc.so.6");
const socketCall = libc.func("int socket(int domain, int type, int protocol)");
const setsockoptCall = libc.func("int setsockopt(int fd, int level, int option, const void *value, uint32_t length)");
const sendtoCall = libc.func(
  "long sendto(int fd, const void *bytes, size_t length, int flags, const void *address, uint32_t addressLength)",
);
const sendmmsgCall = libc.func("int sendmmsg(int fd, void *messages, uint32_t count, int flags)");
const recvmmsgCall = libc.func("int recvmmsg(int fd, void *messages, uint32_t count, int flags, void *timeout)");
const getsockoptCall = libc.func(
  "int getsockopt(int fd, int level, int option, _Out_ int *value, _Inout_ uint32_t *length)",
);
const ioctlCall = libc.func("int ioctl(int fd, unsigned long request, void *argument)");
const closeCall = libc.func("int close(int fd)");

export const AF_INET = 2;
export const AF_INET6 = 10;
export const AF_PACKET = 17;
const SOCK_RAW = 3;
const SOCK_CLOEXEC = 0o2000000;
const SOCK_NONBLOCK = 0o4000;

/** "EPERM" and the like. */
const outcome = (value: number): Result<number, string> =>
  value >= 0 ? ok(value) : err(getSystemErrorName(-koffi.errno()));

export const openRawSocket = (domain: number, protocol: number): Result<number, string> =>
  outcome(socketCall(domain, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol) as number);

export const setOption = (fd: number, level: number, option: number, value: Uint8Array): Result<number, string> =>
  outcome(setsockoptCall(fd, level, option, value, value.length) as number);

/** An option that is one int. */
export const intOption = (fd: number, level: number, option: number): Result<number, string> => {
  const [value, length] = [[0], [4]];
  const read = outcome(getsockoptCall(fd, level, option, value, length) as number);
  return read.ok ? ok(value[0] ?? 0) : read;
};

/** All or none: after a failure the socket is closed. */
export const setOptions = (
  fd: number,
  options: readonly (readonly [level: number, option: number, value: Uint8Array])[],
): Result<void, string> => {
  for (const [level, option, value] of options) {
    const done = setOption(fd, level, option, value);
    if (done.ok) continue;
    closeSocket(fd);
    return done;
  }
  return ok(undefined);
};

export const sendTo = (fd: number, bytes: Uint8Array, flags: number, address: Uint8Array): Result<number, string> =>
  outcome(Number(sendtoCall(fd, bytes, bytes.length, flags, address, address.length)));

const MSG_DONTWAIT = 0x40;

/**
 * sendmmsg(2) of the arena's messages from `from` on: how many the kernel took. An error is that of the first one;
 * where a later one fails, the ones before it count as sent.
 */
export const sendMessages = (
  fd: number,
  arena: MessageArena,
  from: number,
  count: number,
  flags: number,
): Result<number, string> => outcome(sendmmsgCall(fd, arena.pointer(from), count, flags | MSG_DONTWAIT) as number);

/** recvmmsg(2) into the whole arena: how many came, 0 also on an error. Never waits. */
export const receiveMessages = (fd: number, arena: MessageArena): number =>
  Math.max(0, recvmmsgCall(fd, arena.pointer(0), arena.count, MSG_DONTWAIT, null) as number);

const SIOCGSTAMPNS = 0x8907;

/**
 * The kernel's stamp of the packet that was read last, socket(7), as struct timespec. False: there is none; the first
 * time it is asked for, the kernel begins to stamp.
 */
export const stampOfLast = (fd: number, timespec: Uint8Array): boolean =>
  (ioctlCall(fd, SIOCGSTAMPNS, timespec) as number) === 0;

const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const SO_RCVBUFFORCE = 33;
const MAX_INT = 2 ** 31 - 1;

/** Beyond the system's limit for ordinary sockets where that is allowed (CAP_NET_ADMIN), up to it otherwise. */
const growReceiveBuffer = (fd: number, bytes: number): void => {
  const value = new Uint8Array(Int32Array.of(bytes).buffer);
  if (!setOption(fd, SOL_SOCKET, SO_RCVBUFFORCE, value).ok) setOption(fd, SOL_SOCKET, SO_RCVBUF, value);
};

/** Room for what hundreds of masters say during a stall of a second; in use only then. */
const USUAL_BUFFER_BYTES = 4 << 20;

/** 0: the usual size. Another is set as keepalived sets it: up to the system's limit for ordinary sockets. */
export const sizeReceiveBuffer = (fd: number, bytes: number): void => {
  if (bytes === 0) growReceiveBuffer(fd, USUAL_BUFFER_BYTES);
  else setOption(fd, SOL_SOCKET, SO_RCVBUF, new Uint8Array(Int32Array.of(Math.min(bytes, MAX_INT)).buffer));
};

export const closeSocket = (fd: number): void => {
  closeCall(fd);
};
