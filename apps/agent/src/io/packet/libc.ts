import { getSystemErrorName } from "node:util";
import { err, ok, type Result } from "@baton/shared/base/result.ts";
import koffi from "koffi";

/** The C library's socket calls for what the socket packages can't do. All return at once. */

const libc = koffi.load("libc.so.6");
const socketCall = libc.func("int socket(int domain, int type, int protocol)");
const setsockoptCall = libc.func("int setsockopt(int fd, int level, int option, const void *value, uint32_t length)");
const sendtoCall = libc.func(
  "long sendto(int fd, const void *bytes, size_t length, int flags, const void *address, uint32_t addressLength)",
);
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

export const closeSocket = (fd: number): void => {
  closeCall(fd);
};
