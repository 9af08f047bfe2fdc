import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { namespaceName, VIP } from "@baton/e2e/lab/topology.ts";

const PERIOD_MS = 2;
/**
 * Above everything that is measured, since a late echo would look like an outage. Not by a nice value: the kernel weighs
 * those within a session only (sched(7), autogroup).
 */
const REALTIME = ["chrt", "--rr", "10"] as const;

export interface EchoReport {
  readonly sent: number;
  readonly answered: number;
  readonly longestGapMs: number;
  /** In which nothing was asked: below this an outage might have gone unseen. */
  readonly longestPauseMs: number;
}

/** Runs `during` while the client probes the VIP; the report is what the client saw. */
export const probeDuring = async (labId: string, during: () => Promise<void>): Promise<EchoReport> => {
  const program = fileURLToPath(new URL("./echo-probe.ts", import.meta.url));
  const child: ChildProcessByStdio<null, Readable, null> = spawn(
    "ip",
    ["netns", "exec", namespaceName(labId, "client"), ...REALTIME, process.execPath, program, VIP, String(PERIOD_MS)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  try {
    const first = await lines.next();
    if (first.value !== "ready") throw new Error("the client's probe ended before its first answer");
    await during();
    child.kill("SIGTERM");
    const last = await lines.next();
    return JSON.parse(last.value ?? "null") as EchoReport;
  } finally {
    child.kill("SIGKILL");
    await exited;
  }
};
