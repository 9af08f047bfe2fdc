import { getSystemErrorName } from "node:util";
import type { AddressFamily } from "@baton/shared/net/ip-address.ts";
import koffi from "koffi";
import { AF_INET, AF_INET6, closeSocket, setOption } from "../packet/libc.ts";
import { socketAddress } from "../probe/tcp-place.ts";

/**
 * A UDP socket whose packets have been filtered by their TTL (RFC 5082) in the kernel: Node tells no TTL of a packet,
 * and what comes from afar must not be able to fill the queue either.
 */

const SOCK_DGRAM = 2;
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
const SOL_SOCKET = 1;
const SO_ATTACH_FILTER = 26;
const IPPROTO_IPV6 = 41;
const IPV6_V6ONLY = 26;

const libc = koffi.load("libc.so.6");
koffi.struct("BatonFilterProgram", { length: "uint16_t", instructions: "void *" });
const socketCall = libc.func("int socket(int domain, int type, int protocol)");
const bindCall = libc.func("int bind(int fd, const void *address, uint32_t length)");
const attachCall = libc.func(
  "int setsockopt(int fd, int level, int option, const BatonFilterProgram *program, uint32_t length)",
);

/** struct sock_fprog on a 64-bit machine. */
const PROGRAM_BYTES = 16;
const INSTRUCTION_BYTES = 8;
/** Where the filter finds the network header: SKF_NET_OFF of linux/filter.h. */
const NETWORK_HEADER = 0xfff0_0000;
const TTL_OFFSET = { inet: 8, inet6: 7 } as const;
const LOAD_BYTE = 0x30;
const JUMP_IF_AT_LEAST = 0x35;
const RETURN = 0x06;

/** struct sock_filter by the dozen: load the TTL; keep the packet when it is at least `minTtl`. */
const ttlFilter = (family: AddressFamily, minTtl: number): Buffer => {
  const steps: readonly (readonly [code: number, yes: number, no: number, value: number])[] = [
    [LOAD_BYTE, 0, 0, NETWORK_HEADER + TTL_OFFSET[family]],
    [JUMP_IF_AT_LEAST, 0, 1, minTtl],
    [RETURN, 0, 0, 0xffff_ffff],
    [RETURN, 0, 0, 0],
  ];
  const bytes = Buffer.alloc(INSTRUCTION_BYTES * steps.length);
  for (const [index, [code, yes, no, value]] of steps.entries()) {
    const at = INSTRUCTION_BYTES * index;
    bytes.writeUInt16LE(code, at);
    bytes.writeUInt8(yes, at + 2);
    bytes.writeUInt8(no, at + 3);
    bytes.writeUInt32LE(value, at + 4);
  }
  return bytes;
};

/** A file descriptor that hears `port` at every address of the family. Throws a sentence. */
export const openTtlSocket = (family: AddressFamily, port: number, minTtl: number): number => {
  const domain = family === "inet" ? AF_INET : AF_INET6;
  const fd = socketCall(domain, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0) as number;
  const check = (what: string, done: boolean): void => {
    if (done) return;
    const failed = new Error(`${what}: ${getSystemErrorName(-koffi.errno())}`);
    if (fd >= 0) closeSocket(fd);
    throw failed;
  };
  check("socket", fd >= 0);
  const instructions = ttlFilter(family, minTtl);
  const program = { length: instructions.length / INSTRUCTION_BYTES, instructions };
  check("packet filter", (attachCall(fd, SOL_SOCKET, SO_ATTACH_FILTER, program, PROGRAM_BYTES) as number) === 0);
  if (family === "inet6") setOption(fd, IPPROTO_IPV6, IPV6_V6ONLY, Uint8Array.of(1, 0, 0, 0));
  const address = socketAddress(family === "inet" ? "0.0.0.0" : "::", port);
  const isBound = address !== null && (bindCall(fd, address, address.length) as number) === 0;
  check(`port ${port}`, isBound);
  return fd;
};
