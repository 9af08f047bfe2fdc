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
  /** From the last advert of the master that was lost to the end of the outage; null: there was none, or no advert. */
  readonly sinceAdvertMs: number | null;
  /** In which nothing was asked: below this an outage might have gone unseen. */
  readonly longestPauseMs: number;
}

export interface ClientProbe {
  /** Resolves just after the next advert passed the client: what cuts a master off then meets a whole down timer. */
  nextAdvert(): Promise<void>;
}

/** Runs `during` while the client probes the VIP; the report is what the client saw. */
export const probeDuring = async (
  labId: string,
  during: (probe: ClientProbe) => Promise<void>,
): Promise<EchoReport> => {
  const program = fileURLToPath(new URL("./echo-probe.ts", import.meta.url));
  const args = [program, VIP, String(PERIOD_MS), "eth0"];
  const child: ChildProcessByStdio<null, Readable, null> = spawn(
    "ip",
    ["netns", "exec", namespaceName(labId, "client"), ...REALTIME, process.execPath, ...args],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  /** The next line of which `is` is true, said from now on. */
  const next = (is: (line: string) => boolean): Promise<string> =>
    new Promise((resolve, reject) => {
      const hear = (line: string): void => {
        if (!is(line)) return;
        lines.off("line", hear);
        resolve(line);
      };
      lines.on("line", hear);
      lines.once("close", () => reject(new Error("the client's probe ended")));
    });
  try {
    await next((line) => line === "ready");
    await during({ nextAdvert: () => next((line) => line === "advert").then(() => {}) });
    const last = next((line) => line.startsWith("{"));
    child.kill("SIGTERM");
    return JSON.parse(await last) as EchoReport;
  } finally {
    child.kill("SIGKILL");
    await exited;
  }
};
