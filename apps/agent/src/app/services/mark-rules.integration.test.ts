import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findNft } from "../../io/firewall/nft.ts";
import { IPVSADM, type Keepalived, startKeepalived, whyNoPeer } from "./testbed/keepalived.ts";
import { createTestbed, type Services, type Testbed } from "./testbed/namespace.ts";
import { modelFrom } from "./testbed/parity-rows.ts";
import { UNHURRIED_MS, until } from "../../testing/until.ts";

/** nftables_ipvs: the rules and the table are keepalived's, before and after a reload, and are gone at the end, after a crash too. */

const nft = findNft();
const reason = (await whyNoPeer()) ?? (nft === null ? "nft is not here" : null);
if (reason) console.warn(`skipped: ${reason}`);

const GLOBALS = "nftables_ipvs balance\n nftables_ipvs_priority -5\n nftables_ipvs_start_fwmark 77\n nftables_counters";

const group = (name: string, ...lines: readonly string[]): string =>
  `virtual_server_group ${name} {\n ${lines.join("\n ")}\n}\n`;
const pool = (head: string, protocol: string, server: string, more = ""): string =>
  `virtual_server ${head} {\n lb_algo wlc\n lb_kind NAT\n protocol ${protocol}\n ${more}\n real_server ${server} {\n }\n}\n`;

/** Ranges, both families, two protocols of one group, a group with a mark of its own, and no group at all. */
const FIRST = [
  group("web", "10.1.0.1-9 80", "10.1.0.1-9 443", "10.1.1.0/28 80"),
  group("six", "fd00:1::1 53", "fd00:1::10-fd00:1::20 53"),
  group("marked", "10.3.0.1 80", "fwmark 5"),
  pool("group web", "TCP", "10.9.0.5 8080", "persistence_timeout 30"),
  pool("10.4.0.1 80", "TCP", "10.9.0.5 80"),
  pool("group web", "UDP", "10.9.0.5 8080", "ops"),
  pool("group six", "UDP", "fd00:9::5 53"),
  pool("group marked", "TCP", "10.9.0.5 80"),
].join("");
/** A new group before the others, of the old ones a line less and a line more, and one is gone. */
const SECOND = [
  group("new", "10.5.0.1 80"),
  group("web", "10.1.0.1-9 80", "10.1.2.1 80"),
  group("six", "fd00:1::1 53", "fd00:1::10-fd00:1::20 53"),
  pool("group new", "TCP", "10.9.0.5 80"),
  pool("group web", "TCP", "10.9.0.5 8080", "persistence_timeout 30"),
  pool("10.4.0.1 80", "TCP", "10.9.0.5 80"),
  pool("group six", "UDP", "fd00:9::5 53"),
].join("");
const configuration = (groups: string, globals = GLOBALS): string => `global_defs {\n ${globals}\n}\n${groups}`;

describe.skipIf(reason !== null)("marks of groups, beside keepalived", { timeout: 200_000 }, () => {
  const names = { theirs: `ipv-mk-${process.pid}`, ours: `ipv-mb-${process.pid}` };
  let beds: readonly Testbed[] = [];
  let keepalived: Keepalived;
  let baton: Services;
  let folder = "";

  const inside = (name: string, program: string, ...words: readonly string[]): string =>
    execFileSync("ip", ["netns", "exec", name, program, ...words], { encoding: "utf8" });
  /** Maps of both protocols may stand in any order, and an empty one of keepalived's stays. */
  const rules = (name: string): readonly string[] =>
    inside(name, nft ?? "nft", "list", "ruleset")
      .replaceAll(/packets \d+ bytes \d+/g, "")
      .replaceAll(/\n\t\t\t +/g, " ")
      .replaceAll(/elements = \{ (.*?) \}/gs, (_, all: string) => all.split(/,\s*/).sort().join("\n"))
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "")
      .sort();
  const table = (name: string): readonly string[] => inside(name, IPVSADM, "-Sn").split("\n").sort();
  const both = (look: (name: string) => readonly string[]) => [look(names.ours), look(names.theirs)];
  /** Waits until both have it. */
  const become = async (what: string, isThere: (seen: string) => boolean): Promise<void> => {
    const seen = (name: string): string => [...table(name), ...rules(name)].join("\n");
    await until(what, () => Object.values(names).every((name) => isThere(seen(name))), { everyMs: UNHURRIED_MS }).catch(
      (error: unknown) => {
        throw new Error(
          [String(error), ...Object.values(names).map(seen), keepalived.log(), baton.log()].join("\n--\n"),
        );
      },
    );
  };
  const start = (groups: string): Services => {
    const [, own] = beds;
    if (!own) throw new Error("no namespace");
    return own.start(modelFrom(configuration(groups)), folder);
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "ipv-marks-"));
    beds = Object.values(names).map((name) => createTestbed(name, []));
    keepalived = startKeepalived(names.theirs, configuration(FIRST));
    baton = start(FIRST);
    await become("the first file", (seen) => seen.includes("-f 79 -6") && seen.includes("fd00:1::10"));
  }, 200_000);

  afterAll(async () => {
    await keepalived?.stop();
    for (const bed of beds) await bed.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  test("the same services and the same rules", () => {
    const [own, peer] = both(table);
    expect(own).toEqual(peer);
    expect(own?.join("\n")).toContain("-A -f 77 -s wlc -p 30");
    const [ours, theirs] = both(rules);
    expect(ours).toEqual(theirs);
    expect(ours?.join("\n")).toContain("type filter hook input priority filter - 5");
  });

  test("a reload: groups keep their marks, and lines come and go", async () => {
    keepalived.reload(configuration(SECOND));
    baton.send({ type: "reload", model: modelFrom(configuration(SECOND)) });
    await become("the second file", (seen) => seen.includes("10.5.0.1") && seen.includes("10.1.2.1"));
    const [own = [], peer = []] = both(table);
    // keepalived counts on, Baton takes the mark that has become free.
    const [free, next] = ["-f 78", "-f 80"];
    expect(own.map((line) => line.replace(free, next)).sort()).toEqual(peer);
  });

  test("killed, the next one begins with the same marks, or takes all away where the file has none", async () => {
    const before = [table(names.ours), rules(names.ours)];
    baton.kill();
    await baton.exited;
    expect(rules(names.ours)).toEqual(before[1]);
    baton = start(SECOND);
    await until("the next one", () => baton.log().includes("Activating") || table(names.ours).length > 1);
    await until("the same", () => JSON.stringify([table(names.ours), rules(names.ours)]) === JSON.stringify(before), {
      everyMs: UNHURRIED_MS,
    });
    baton.kill();
    await baton.exited;
    const [, own] = beds;
    if (own) baton = own.start(modelFrom(pool("10.4.0.1 80", "TCP", "10.9.0.5 80")), folder);
    await until(
      "no rules",
      () => rules(names.ours).length === 0 && table(names.ours).join("").includes("10.4.0.1:80"),
      { everyMs: UNHURRIED_MS },
    );
    expect(table(names.ours).join("")).not.toContain("-f ");
  });

  test("the end leaves nothing", async () => {
    baton.send({ type: "reload", model: modelFrom(configuration(FIRST)) });
    await until("rules again", () => rules(names.ours).length > 0, { everyMs: UNHURRIED_MS });
    baton.send({ type: "stop" });
    expect(await baton.exited).toBe(0);
    await keepalived.stop();
    expect(both(table)).toEqual([[""], [""]]);
    expect(both(rules)).toEqual([[], []]);
  });
});
