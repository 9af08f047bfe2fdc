import { closeSync, openSync } from "node:fs";
import { getSystemErrorName } from "node:util";
import koffi from "koffi";

const CLONE_NEWNET = 0x40000000;
const setnsCall = koffi.load("libc.so.6").func("int setns(int fd, int kind)");

const enter = (fd: number, name: string): void => {
  if ((setnsCall(fd, CLONE_NEWNET) as number) !== 0)
    throw new Error(`network namespace ${name}: ${getSystemErrorName(-koffi.errno())}`);
};

/**
 * Opens something in a network namespace made by `ip netns`; null: in this process's own. A socket stays where it was
 * opened, so only this thread goes there, and only while `open` runs. Throws when there is no such namespace.
 */
export const inNamespace = <T>(name: string | null, open: () => T): T => {
  if (name === null) return open();
  const own = openSync("/proc/thread-self/ns/net", "r");
  try {
    const other = openSync(`/run/netns/${name}`, "r");
    try {
      enter(other, name);
    } finally {
      closeSync(other);
    }
    try {
      return open();
    } finally {
      enter(own, "of this process");
    }
  } finally {
    closeSync(own);
  }
};
