import { spawn } from "node:child_process";
import { millis } from "@baton/shared/base/duration.ts";
import { afterEach, beforeEach, describe, test } from "vitest";
import { networkProblem } from "./integration/network.ts";
import { fast, range, TrackBed } from "./integration/track-bed.ts";
import { modelOf } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

const problem = networkProblem();
if (problem !== null) console.warn(`tests of tracked processes skipped: ${problem}`);

let bed: TrackBed;
beforeEach(() => {
  bed = new TrackBed();
});
afterEach(() => bed.close());

describe.skipIf(problem !== null)("a tracked process", () => {
  test("a tracked process comes and goes", async () => {
    const a = bed.start({
      ...modelOf(fast({ trackProcesses: [{ name: "sleeper", weight: 0, reverse: false }] })),
      trackProcesses: [
        {
          name: "sleeper",
          range,
          argv: ["sleep", `300.${process.pid}`],
          match: "exact",
          weight: 0,
          reverse: false,
          quorum: 1,
          quorumMax: null,
          riseDelay: millis(0),
          fallDelay: millis(0),
        },
      ],
    });
    await until("fault", () => a.fact?.cause === "process sleeper: 0 running, 1 needed");
    const tracked = spawn("sleep", [`300.${process.pid}`], { stdio: "ignore" });
    try {
      await until("master", () => a.state === "master");
    } finally {
      tracked.kill("SIGKILL");
    }
    await until("fault again", () => a.state === "fault");
  });
});
