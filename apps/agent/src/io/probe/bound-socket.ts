import { createSocket, type Socket as DatagramSocket } from "node:dgram";
import { connect, Socket } from "node:net";
import { getSystemErrorName } from "node:util";
import type { CheckConnection } from "@baton/shared/config/model-checks.ts";
import { familyOf } from "@baton/shared/net/ip-address.ts";
import koffi from "koffi";
import { AF_INET, AF_INET6, socketAddress } from "./tcp-place.ts";

/**
 * Sockets of probes that leave by an interface or with a firewall mark. Node can't say either, so the C library makes
 * such a socket and Node takes it over. All others are made by Node itself.
 */

const libc = koffi.load("libc.so.6");
const socketCall = libc.func("int socket(int domain, int type, int protocol)");
const setsockoptCall = libc.func("int setsockopt(int fd, int level, int option, const void *value, uint32_t length)");
const bindCall = libc.func("int bind(int fd, const void *address, uint32_t length)");
const connectCall = libc.func("int connect(int fd, const void *address, uint32_t length)");
const closeCall = libc.func("int close(int fd)");
const nameToIndexCall = libc.func("uint32_t if_nametoindex(const char *name)");

const SOCK_STREAM = 1;
const SOCK_DGRAM = 2;
const SOCK_RAW = 3;
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
const SOL_SOCKET = 1;
const SO_REUSEADDR = 2;
const SO_BINDTODEVICE = 25;
const SO_MARK = 36;
const EINPROGRESS = 115;
/** Where struct sockaddr_in6 has its scope. */
const SCOPE_OFFSET = 24;

const int32 = (value: number): Uint8Array => new Uint8Array(Uint32Array.of(value).buffer);

/** As Node's own errors of a socket, so that they are read the same way. */
const failure = (call: string): NodeJS.ErrnoException => {
  const code = getSystemErrorName(-koffi.errno());
  return Object.assign(new Error(`${call}: ${code}`), { code });
};

const needsOwn = ({ bindInterface, mark }: CheckConnection): boolean =>
  bindInterface !== undefined || mark !== undefined;

const setOptions = (fd: number, { bindInterface, mark }: CheckConnection): void => {
  const set = (option: number, value: Uint8Array): void => {
    if ((setsockoptCall(fd, SOL_SOCKET, option, value, value.length) as number) !== 0) throw failure("setsockopt");
  };
  set(SO_REUSEADDR, int32(1));
  if (mark !== undefined) set(SO_MARK, int32(mark));
  if (bindInterface !== undefined) set(SO_BINDTODEVICE, Buffer.from(`${bindInterface}\0`));
};

/** A link-local address means something on one link only. */
export const addressOn = (text: string, port: number, device: string | undefined): Uint8Array => {
  const bytes = socketAddress(text, port);
  if (!bytes) throw Object.assign(new Error(`${text} is no address`), { code: "EINVAL" });
  if (device !== undefined && text.toLowerCase().startsWith("fe80:"))
    new Uint32Array(bytes.buffer, SCOPE_OFFSET, 1)[0] = nameToIndexCall(device) as number;
  return bytes;
};

/** A socket that is bound to where the checker connects from. Throws an error with a system's code. */
const openBound = (kind: number, check: CheckConnection, protocol = 0): number => {
  const isInet = familyOf(check.connectAddress) === "inet";
  const fd = socketCall(isInet ? AF_INET : AF_INET6, kind | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol) as number;
  if (fd < 0) throw failure("socket");
  try {
    setOptions(fd, check);
    const from = check.bindAddress ?? (isInet ? "0.0.0.0" : "::");
    const source = addressOn(from, check.bindPort ?? 0, check.bindInterface);
    if ((bindCall(fd, source, source.length) as number) !== 0) throw failure("bind");
    return fd;
  } catch (error) {
    closeCall(fd);
    throw error;
  }
};

/** A file descriptor that sends packets of an IP protocol from where the checker says. Throws. */
export const openRawBound = (check: CheckConnection, protocol: number): number =>
  openBound(SOCK_RAW, { ...check, bindPort: 0 }, protocol);

/**
 * A TCP connection under way, from where the checker says. What is written waits for it; a failure comes as the
 * socket's error. Throws what can be told at once.
 */
export const openStream = (check: CheckConnection): Socket => {
  if (!needsOwn(check)) {
    return connect({
      host: check.connectAddress,
      port: check.connectPort,
      noDelay: true,
      ...(check.bindAddress === null ? {} : { localAddress: check.bindAddress }),
      ...(check.bindPort === undefined ? {} : { localPort: check.bindPort }),
    });
  }
  const fd = openBound(SOCK_STREAM, check);
  const to = addressOn(check.connectAddress, check.connectPort, check.bindInterface);
  if ((connectCall(fd, to, to.length) as number) !== 0) {
    if (koffi.errno() !== EINPROGRESS) {
      const failed = failure("connect");
      closeCall(fd);
      throw failed;
    }
  }
  return new Socket({ fd, readable: true, writable: true });
};

/** A connected UDP socket: it hears its peer alone, and ICMP errors come as errors. Rejects with a system's code. */
export const openDatagram = async (check: CheckConnection): Promise<DatagramSocket> => {
  const isInet = familyOf(check.connectAddress) === "inet";
  const fd = needsOwn(check) ? openBound(SOCK_DGRAM, check) : null;
  const socket = createSocket(isInet ? "udp4" : "udp6");
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      if (fd !== null) socket.bind({ fd }, resolve);
      else
        socket.bind(
          { port: check.bindPort ?? 0, ...(check.bindAddress ? { address: check.bindAddress } : {}) },
          resolve,
        );
    });
    const isScoped = check.bindInterface !== undefined && check.connectAddress.toLowerCase().startsWith("fe80:");
    const to = isScoped ? `${check.connectAddress}%${check.bindInterface}` : check.connectAddress;
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      // What Node's types don't say: a failure comes as the callback's argument.
      const done = (error?: Error): void => (error ? reject(error) : resolve());
      socket.connect(check.connectPort, to, done);
    });
    socket.removeAllListeners("error");
    return socket;
  } catch (error) {
    socket.close();
    throw error;
  }
};
