import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { VirtualRoute } from "@baton/shared/config/model-track.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { networkProblem } from "./integration/network.ts";
import { command, fast, script, TrackBed } from "./integration/track-bed.ts";
import { modelOf } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

const problem = networkProblem();
if (problem !== null) console.warn(`tests of routes skipped: ${problem}`);

let bed: TrackBed;
beforeEach(() => {
  bed = new TrackBed();
});
afterEach(() => bed.close());

describe.skipIf(problem !== null)("static and virtual routes", () => {
  test("routes: static ones all the time, virtual ones while master, put back when they vanish", async () => {
    const route = (address: string, changes: Partial<VirtualRoute>): VirtualRoute => ({
      type: "unicast",
      destination: { address, prefixLength: 24 },
      via: null,
      interface: null,
      source: null,
      metric: null,
      table: 254,
      ...changes,
    });
    const own = route("10.7.0.0", { via: "192.168.1.9", interface: "eth0", source: "192.168.1.100", metric: 5 });
    const elsewhere = route("10.8.0.0", { type: "blackhole", table: 77 });
    const fixed = route("10.9.0.0", { interface: "eth0" });
    const late = script("late", { command: command(bed.program("late", `test -e ${bed.folder}/go`)) });
    const config = fast({ routes: [own, elsewhere], trackScripts: [{ name: "late", weight: 0, reverse: false }] });
    const a = bed.start({ ...modelOf(config), staticRoutes: [fixed], trackScripts: [late] });
    const { network } = bed;
    const shown = (): string =>
      ["main", "77"]
        .flatMap((table) => {
          // A table that never had a route is an error to ip.
          const list = spawnSync("ip", ["-n", network.namespace("a"), "route", "show", "table", table], {
            encoding: "utf8",
          });
          return list.stdout.split("\n");
        })
        .filter((line) => line.includes("10."))
        .map((line) => line.trim())
        .join("; ");
    await until("the static route", () => shown() === "10.9.0.0/24 dev eth0 proto keepalived scope link");
    const all =
      "10.7.0.0/24 via 192.168.1.9 dev eth0 proto keepalived src 192.168.1.100 metric 5; " +
      "10.9.0.0/24 dev eth0 proto keepalived scope link; blackhole 10.8.0.0/24 proto keepalived";
    writeFileSync(join(bed.folder, "go"), "");
    await until("the routes of a master", () => shown() === all);
    network.ip("a", "route", "del", "10.7.0.0/24");
    await until("the route to be put back", () => shown() === all);
    rmSync(join(bed.folder, "go"));
    await until("fault", () => a.state === "fault");
    await until("only the static one", () => shown() === "10.9.0.0/24 dev eth0 proto keepalived scope link");
    await a.stop();
    expect(shown()).toBe("");
    expect(a.log.filter((line) => line.includes("route"))).toEqual([]);
  });
});
