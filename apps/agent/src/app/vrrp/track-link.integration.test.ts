import { millis } from "@baton/shared/base/duration.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { networkProblem } from "./integration/network.ts";
import { fast, pause, TrackBed } from "./integration/track-bed.ts";
import { modelOf } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

const problem = networkProblem();
if (problem !== null) console.warn(`tests of link delays skipped: ${problem}`);

let bed: TrackBed;
beforeEach(() => {
  bed = new TrackBed();
});
afterEach(() => bed.close());

describe.skipIf(problem !== null)("the delays of a link", () => {
  test("a short loss of carrier does not count with interface_up_down_delays, a long one does", async () => {
    const a = bed.start({
      ...modelOf(fast({})),
      linkDelays: [{ interface: "eth0", up: millis(0), down: millis(400) }],
    });
    const { network } = bed;
    await until("master", () => a.state === "master");
    network.cable("a", "down");
    await pause(100);
    network.cable("a", "up");
    await pause(600);
    expect(a.transitions()).toEqual(["backup", "master"]);
    const pulledAt = performance.now();
    network.cable("a", "down");
    await until("fault", () => a.state === "fault");
    expect(performance.now() - pulledAt).toBeGreaterThan(390);
    expect(a.fact?.cause).toBe("eth0 has no carrier");
    network.cable("a", "up");
    await until("master again", () => a.state === "master");
    expect(a.transitions()).toEqual(["backup", "master", "fault", "backup", "master"]);
  });
});
