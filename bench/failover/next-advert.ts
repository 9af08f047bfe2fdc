import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { namespaceName } from "@baton/e2e/lab/topology.ts";

/**
 * Resolves just after an advert passed the client. What cuts a master off then meets a whole down timer, so that
 * failovers are compared at the same phase instead of at luck's.
 */
export const nextAdvert = async (labId: string): Promise<void> => {
  const program = fileURLToPath(new URL("./hear-adverts.ts", import.meta.url));
  const child: ChildProcessByStdio<null, Readable, null> = spawn(
    "ip",
    ["netns", "exec", namespaceName(labId, "client"), process.execPath, program, "eth0"],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const exited = once(child, "exit");
  try {
    const line = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
    if (line.done) throw new Error("no advert was heard");
  } finally {
    child.kill("SIGKILL");
    await exited;
  }
};
