import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { millis } from "@baton/shared/base/duration.ts";
import type { ConfigModel, VrrpInstance } from "@baton/shared/config/model.ts";
import type { ScriptCommand, TrackScript } from "@baton/shared/config/model-track.ts";
import { createNetwork, type TestNetwork } from "./network.ts";
import { until } from "../../../testing/until.ts";
import { instance, VrrpProcess } from "./vrrp-process.ts";

/** For a test of what a router tracks and notifies: one router alone in its network, and a folder for its programs. */
export class TrackBed {
  readonly folder = mkdtempSync(join(tmpdir(), "bv3-"));
  readonly network: TestNetwork = createNetwork({ a: "192.168.1.2/24" });
  readonly #running: VrrpProcess[] = [];

  constructor() {
    // Programs may run as another account.
    chmodSync(this.folder, 0o755);
  }

  start(model: ConfigModel): VrrpProcess {
    const started = new VrrpProcess(this.network.namespace("a"), model);
    this.#running.push(started);
    return started;
  }

  /** The path of a shell script. */
  program(name: string, body: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
    return path;
  }

  async close(): Promise<void> {
    for (const each of this.#running) {
      if (each.exitCode === null) each.kill();
      await until("the end of a process", () => each.exitCode !== null);
    }
    this.network.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** An instance with ten adverts a second. */
export const fast = (changes: Partial<VrrpInstance>): VrrpInstance =>
  instance({ version: 3, authentication: null, advertInterval: millis(100), ...changes });

export const command = (...argv: readonly [string, ...string[]]): ScriptCommand => ({
  argv,
  user: { name: "root", group: null },
});

const place = { line: 1, column: 1 };
export const range = { path: "test.conf", start: place, end: place };

/** Run five times a second. */
export const script = (name: string, changes: Partial<TrackScript> & Pick<TrackScript, "command">): TrackScript => ({
  name,
  range,
  interval: millis(200),
  timeout: millis(0),
  rise: 1,
  fall: 1,
  weight: 0,
  reverse: false,
  initFail: false,
  ...changes,
});

export const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
};

/** A file's text, empty when there is none. */
export const read = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

/** For what must not happen. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
