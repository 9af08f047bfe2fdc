import { readdirSync, readFileSync } from "node:fs";
import koffi from "koffi";
import { AF_INET, closeSocket, intOption } from "../../../io/packet/libc.ts";

/** Another way to a socket's buffer there is not where the kernel was built without diagnostics of raw sockets. */
const syscall = koffi.load("libc.so.6").func("long syscall(long number, long a, long b, long c)");
/** The same numbers on every architecture. */
const PIDFD_OPEN = 434;
const PIDFD_GETFD = 438;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const SO_PROTOCOL = 38;
const SO_DOMAIN = 39;
const VRRP = 112;

const call = (number: number, a: number, b: number): number => Number(syscall(number, a, b, 0));

const processesBelow = (pid: number): number[] => {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
  return [pid, ...children.flatMap(processesBelow)];
};

const buffersOf = (pid: number): number[] => {
  const pidfd = call(PIDFD_OPEN, pid, 0);
  const found = readdirSync(`/proc/${pid}/fd`).flatMap((name) => {
    const fd = call(PIDFD_GETFD, pidfd, Number(name));
    if (fd < 0) return [];
    const read = (option: number): number => {
      const value = intOption(fd, SOL_SOCKET, option);
      return value.ok ? value.value : -1;
    };
    const size = read(SO_DOMAIN) === AF_INET && read(SO_PROTOCOL) === VRRP ? [read(SO_RCVBUF)] : [];
    closeSocket(fd);
    return size;
  });
  closeSocket(pidfd);
  return found;
};

/** Of the sockets for VRRP over IPv4 of a process and those below it, in bytes as the kernel counts them. */
export const receiveBuffers = (pid: number | undefined): readonly number[] =>
  pid === undefined ? [] : processesBelow(pid).flatMap(buffersOf);
