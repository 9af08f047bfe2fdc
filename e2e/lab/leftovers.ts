import { readFile, rm } from "node:fs/promises";
import { mustRun, runCommand } from "./command.ts";
import { listNamespaces, namespacePids, signalNamespace } from "./network.ts";
import { runtimeDir } from "./paths.ts";
import { until } from "./poll.ts";

const isMounted = async (folder: string): Promise<boolean> => {
  const mounts = await readFile("/proc/self/mounts", "utf8");
  return mounts.split("\n").some((line) => line.split(" ")[1] === folder);
};

/** A tmpfs of the lab's own: fast in the VM, and gone in one step. */
export const mountRuntime = async (labId: string): Promise<string> => {
  const folder = runtimeDir(labId);
  await mustRun(["mkdir", "-p", folder]);
  await mustRun(["mount", "-t", "tmpfs", "-o", "size=1g,mode=0755", "baton-lab", folder]);
  return folder;
};

const unmountRuntime = async (labId: string): Promise<void> => {
  const folder = runtimeDir(labId);
  while (await isMounted(folder)) {
    const plain = await runCommand(["umount", folder]);
    // Someone's shell may stand in it; a lazy unmount takes it out of the tree all the same.
    if (plain.status !== 0) await mustRun(["umount", "--lazy", folder]);
  }
  await rm(folder, { recursive: true, force: true });
};

const nobodyIn = async (namespaces: readonly string[]): Promise<boolean> => {
  const pids = await Promise.all(namespaces.map(namespacePids));
  return pids.every((list) => list.length === 0);
};

export interface CleanUp {
  /** Milliseconds that processes get to end by themselves after SIGTERM; 0 kills at once. */
  readonly graceMs: number;
}

/**
 * Removes everything a lab of this id made, whether it is being stopped or a crash left it: processes (found by
 * membership in the lab's namespaces), namespaces with their links and addresses, the tmpfs. Returns how many
 * namespaces there were.
 */
export const removeLab = async (labId: string, { graceMs }: CleanUp): Promise<number> => {
  const namespaces = await listNamespaces(labId);
  const emptied = (deadlineMs: number): Promise<unknown> =>
    until({ what: "the lab's processes end", deadlineMs, everyMs: 200 }, () => nobodyIn(namespaces));
  if (graceMs > 0) {
    await Promise.all(namespaces.map((name) => signalNamespace(name, "SIGTERM")));
    await emptied(graceMs).catch(() => {});
  }
  await Promise.all(namespaces.map((name) => signalNamespace(name, "SIGKILL")));
  await emptied(10_000);
  for (const name of namespaces) await mustRun(["ip", "netns", "delete", name]);
  await unmountRuntime(labId);
  return namespaces.length;
};
