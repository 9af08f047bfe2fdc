import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ip, runBaton, startBaton, withNamespace } from "./cli.testing.ts";
import { until } from "../testing/until.ts";

const NS = `bag-rs-${process.pid}`;
const VIP = "192.168.1.100";
const KEYS = ["lo/arp_ignore", "lo/arp_announce", "all/arp_ignore", "all/arp_announce"];

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "bag-rs-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const inside = (...command: readonly [string, ...string[]]): string =>
  execFileSync("ip", ["netns", "exec", NS, ...command], { encoding: "utf8" });
const values = (): string[] => KEYS.map((key) => inside("cat", `/proc/sys/net/ipv4/conf/${key}`).trim());
const write = (key: string, value: number): string =>
  inside("sh", "-c", `echo ${value} > /proc/sys/net/ipv4/conf/${key}`);
const loopback = (): string => ip("-n", NS, "-o", "addr", "show", "dev", "lo");
const realserver = (action: string, ...more: readonly string[]) =>
  runBaton(NS, ["realserver", action, "--vip", VIP, "--state-dir", dir, ...more]);

test("start, start again, status and stop; the values found before come back", () =>
  withNamespace(NS, async () => {
    write("all/arp_announce", 1);
    write("lo/arp_ignore", 8);
    const before = { values: values(), loopback: loopback() };

    const wrong = await realserver("status");
    expect(wrong.code).toBe(3);
    expect(wrong.out).toContain("192.168.1.100/32 is not on lo");
    expect(wrong.out).toContain("net.ipv4.conf.lo.arp_ignore is 8, should be 1");

    expect((await realserver("start")).code).toBe(0);
    expect(values()).toEqual(["1", "2", "1", "2"]);
    expect(loopback()).toContain(`inet ${VIP}/32 scope global lo`);
    expect(await realserver("start")).toMatchObject({ code: 0, out: "nothing to do\n" });
    expect(await realserver("status", "--json")).toMatchObject({ code: 0 });

    write("all/arp_ignore", 0);
    expect(await realserver("status")).toMatchObject({
      code: 3,
      out: `${VIP}: net.ipv4.conf.all.arp_ignore is 0, should be 1\n`,
    });

    expect((await realserver("stop")).code).toBe(0);
    expect({ values: values(), loopback: loopback() }).toEqual(before);
    expect(existsSync(join(dir, "realserver.json"))).toBe(false);
    expect(await realserver("stop")).toMatchObject({ code: 0, out: "nothing to do\n" });
  }));

test("an IPv6 VIP too", () =>
  withNamespace(NS, async () => {
    const run = (action: string) => runBaton(NS, ["realserver", action, "--vip", "2001:db8::100", "--state-dir", dir]);
    expect((await run("start")).code).toBe(0);
    expect(loopback()).toContain("2001:db8::100/128");
    expect((await run("status")).code).toBe(0);
    expect((await run("stop")).code).toBe(0);
    expect(loopback()).not.toContain("2001:db8::100");
  }));

test("the agent's role does the same, also over a crash", () =>
  withNamespace(NS, async () => {
    const before = { values: values(), loopback: loopback() };
    const args = ["agent", "run", "--role", "realserver", "--loopback-vip", VIP, "--state-dir", dir];
    const first = startBaton(NS, args);
    await until("the VIP on loopback", () => first.err().includes(`${VIP} is on lo and quiet`));
    const status = await runBaton(NS, ["agent", "status", "--json", "--state-dir", dir]);
    const host = JSON.parse(status.out).picture.facts["process host"].pid;

    const second = await runBaton(NS, args);
    expect(second).toMatchObject({ code: 4 });
    expect(second.err).toContain("another agent is running with the state folder");

    process.kill(host, "SIGKILL");
    process.kill(first.child.pid ?? 0, "SIGKILL");
    await first.ended;
    expect(loopback()).toContain(VIP);

    const third = startBaton(NS, args);
    await until("the agent again", () => third.err().includes(`${VIP} is on lo and quiet`));
    ip("-n", NS, "addr", "del", `${VIP}/32`, "dev", "lo");
    await until("its loss noticed", () => third.err().includes(`${VIP}/32 is not on lo`));
    await until("it put back", () => loopback().includes(VIP));
    third.child.kill("SIGTERM");
    expect(await third.ended).toBe(0);
    expect({ values: values(), loopback: loopback() }).toEqual(before);
  }));
