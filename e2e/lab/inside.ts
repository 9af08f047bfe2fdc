import path from "node:path";
import { startControl } from "./control.ts";
import { allLinked } from "./hub-link.ts";
import { type Lab, startLab, stopLab } from "./lab.ts";
import { LAB_ID, runtimeDir } from "./paths.ts";
import type { Progress } from "./progress.ts";
import { startRelay } from "./relay.ts";
import { writeStatus } from "./status.ts";
import { aborted } from "./stop-signal.ts";

export const controlPath = (labId: string): string => path.join(runtimeDir(labId), "control.sock");

export interface InsideOptions {
  readonly port: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  /** Told once, when everything runs and the dashboard can be reached. */
  readonly onReady: () => Promise<void>;
}

/** The last line of a successful start; the outer command waits for it when the lab runs in a VM. */
export const READY_LINE = "The lab is ready.";

const sayWhere = async (lab: Lab, url: string, options: InsideOptions): Promise<void> => {
  const link = await lab.hub.setupLink();
  options.say("");
  options.say(`Dashboard:         ${url}`);
  if (link !== null) options.say(`First log-in, once: ${link}`);
  options.say(`Play a failure:    bin/baton lab stop lvs1 --kill      (and back: bin/baton lab start lvs1)`);
  options.say("");
  options.say(READY_LINE);
};

/** Keeps a lab up in this kernel until the signal, then removes it. */
export const keepLabUp = async (options: InsideOptions): Promise<void> => {
  const url = `http://127.0.0.1:${options.port}`;
  const lab = await startLab({ id: LAB_ID, publicUrl: url, progress: options.progress, signal: options.signal });
  try {
    const servers = await Promise.all([
      startRelay({ host: "127.0.0.1", port: options.port }, { path: lab.hub.socketPath }),
      startControl(controlPath(lab.id), {
        units: lab.units,
        allLinked: () => allLinked(Object.values(lab.agents)),
      }),
    ]);
    await writeStatus(lab, url);
    await sayWhere(lab, url, options);
    await options.onReady();
    await aborted(options.signal);
    for (const server of servers) server.close();
  } finally {
    options.say("Removing the lab ...");
    const removed = await stopLab(lab.id);
    options.say(`Removed: ${removed} namespaces and everything in them.`);
  }
};
