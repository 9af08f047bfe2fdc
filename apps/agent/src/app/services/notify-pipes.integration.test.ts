import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Keepalived, startKeepalived, whyNoPeer } from "./testbed/keepalived.ts";
import { createTestbed, type Services, type Testbed } from "./testbed/namespace.ts";
import { modelFrom } from "./testbed/parity-rows.ts";
import { UNHURRIED_MS, until } from "../../testing/until.ts";

/** The same happens to keepalived and to Baton, and the readers of their pipes hear the same of every virtual server. */

const reason = await whyNoPeer();
if (reason) console.warn(`skipped: ${reason}`);

const VIP = "192.168.1.100";
const SERVERS = ["192.168.1.5", "192.168.1.6", "192.168.1.7"] as const;
const [DB1, DB2, DB3] = SERVERS;

const check = "TCP_CHECK {\n connect_timeout 5\n connect_port 3306\n retry 0\n warmup 0\n }";
const server = (address: string, port: number): string => `real_server ${address} ${port} {\n ${check}\n }`;
const service = (head: string, options: string, servers: readonly string[], port = 3306): string =>
  `virtual_server ${head} {\n delay_loop 1\n lb_kind NAT\n protocol TCP\n ${options}\n${servers
    .map((each) => server(each, port))
    .join("\n")}\n}\n`;

const GROUP = "virtual_server_group web {\n 192.168.1.101 80\n 192.168.1.102 80\n}\n";
const ALPHA = service(`${VIP} 3308`, "alpha", [DB1, DB3]);

/** A quorum of two with a stand-in; a mark; a group; alpha and omega; the second pool goes with a reload. */
const configuration = (globals: string, second: string, first: readonly string[] = SERVERS): string =>
  `global_defs {\n${globals}\n}\n${GROUP}${[
    service(`${VIP} 3306`, "quorum 2\n omega\n sorry_server 192.168.1.9 3306", first),
    second,
    service("fwmark 5", "omega", [DB1], 0),
    service("group web", "", [DB1], 80),
  ].join("")}`;

describe.skipIf(reason !== null)("notify pipes of the checkers, beside keepalived", { timeout: 200_000 }, () => {
  const names = { theirs: `ipv-pk-${process.pid}`, ours: `ipv-pb-${process.pid}` };
  let beds: readonly Testbed[] = [];
  let keepalived: Keepalived;
  let baton: Services;
  let folder = "";
  const at = (side: "theirs" | "ours", name: string): string => join(folder, `${side}-${name}`);

  const globals = (side: "theirs" | "ours"): string =>
    `script_user nobody\n lvs_notify_fifo ${at(side, "pipe")}\n lvs_notify_fifo_script "${folder}/reader ${at(side, "heard")}"`;
  const onBoth = (type: "listen" | "close", address: string) =>
    Promise.all(beds.map((bed) => bed.inside.ask({ type, address })));
  const heard = (side: "theirs" | "ours"): readonly string[] =>
    existsSync(at(side, "heard")) ? readFileSync(at(side, "heard"), "utf8").split("\n").slice(0, -1) : [];
  /** What became of each server and quorum: checks of different servers may end in any order. */
  const bySubject = (lines: readonly string[]): Readonly<Record<string, string>> => {
    const subjects = new Map<string, string[]>();
    for (const line of lines) {
      const [subject = line, word = ""] = line.split(/ (?=UP$|DOWN$)/);
      subjects.set(subject, [...(subjects.get(subject) ?? []), word]);
    }
    return Object.fromEntries([...subjects].sort().map(([subject, words]) => [subject, words.join(" ")]));
  };
  const taken = { theirs: 0, ours: 0 };
  const next = async (count: number): Promise<ReturnType<typeof bySubject>> => {
    const news = (side: "theirs" | "ours") => heard(side).slice(taken[side]);
    await until(`${count} lines`, () => news("theirs").length >= count && news("ours").length >= count, {
      everyMs: UNHURRIED_MS,
    }).catch((error: unknown) => {
      const said = [news("theirs"), news("ours")].map((lines) => lines.join("\n")).join("\n--\n");
      throw new Error(`${String(error)}\n${said}\n${keepalived.log()}\n${baton.log()}`);
    });
    const [theirs, ours] = [news("theirs"), news("ours")];
    taken.theirs += theirs.length;
    taken.ours += ours.length;
    expect(bySubject(ours)).toEqual(bySubject(theirs));
    return bySubject(ours);
  };
  const reload = (second: string, first?: readonly string[]): void => {
    keepalived.reload(configuration(globals("theirs"), second, first));
    baton.send({ type: "reload", model: modelFrom(configuration(globals("ours"), second, first)) });
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "ipv-pipes-"));
    chmodSync(folder, 0o777);
    writeFileSync(join(folder, "reader"), '#!/bin/sh\nexec cat "$2" >> "$1"\n', { mode: 0o755 });
    chmodSync(join(folder, "reader"), 0o755);
    beds = [names.theirs, names.ours].map((name) => createTestbed(name, [...SERVERS, VIP]));
    for (const address of [DB1, DB2]) await onBoth("listen", address);
    keepalived = startKeepalived(names.theirs, configuration(globals("theirs"), ALPHA));
    const [, own] = beds;
    if (own) baton = own.start(modelFrom(configuration(globals("ours"), ALPHA)));
  });

  afterAll(async () => {
    await keepalived?.stop();
    for (const bed of beds) await bed.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  test("the start: quorums that are there, then what the first probes find", async () => {
    expect(await next(7)).toEqual({
      "VS FWM 5": "UP",
      "VS [192.168.1.100]:tcp:3306": "UP",
      "VS [192.168.1.100]:tcp:3308": "UP",
      "VS [web]:0": "UP",
      [`RS [${DB3}]:tcp:3306 [192.168.1.100]:tcp:3306`]: "DOWN",
      [`RS [${DB1}]:tcp:3306 [192.168.1.100]:tcp:3308`]: "UP",
      [`RS [${DB3}]:tcp:3306 [192.168.1.100]:tcp:3308`]: "DOWN",
    });
    expect(statSync(at("ours", "pipe")).uid).toBe(statSync(at("theirs", "pipe")).uid);
  });

  test("a server dies, with it the quorum; both return", async () => {
    await onBoth("close", DB1);
    await next(8);
    await onBoth("listen", DB1);
    await next(8);
  });

  test("a reload takes a server and a whole pool out, and puts them in again", async () => {
    reload("", [DB1, DB2]);
    expect(await next(2)).toEqual({
      [`RS [${DB1}]:tcp:3306 [192.168.1.100]:tcp:3308`]: "DOWN",
      "VS [192.168.1.100]:tcp:3308": "DOWN",
    });
    reload(ALPHA, [DB1, DB2]);
    await next(3);
  });

  test("the end: only with omega; the readers have read it all, and the pipe is gone", async () => {
    baton.send({ type: "stop" });
    expect(await baton.exited).toBe(0);
    // keepalived's reader is ended with it and may miss what was written last.
    expect(bySubject(heard("ours").slice(taken.ours))).toEqual({
      [`RS [${DB1}]:tcp:3306 [192.168.1.100]:tcp:3306`]: "DOWN",
      [`RS [${DB2}]:tcp:3306 [192.168.1.100]:tcp:3306`]: "DOWN",
      "VS [192.168.1.100]:tcp:3306": "DOWN",
      [`RS [${DB1}]:none:0 FWM 5`]: "DOWN",
      "VS FWM 5": "DOWN",
    });
    expect(existsSync(at("ours", "pipe"))).toBe(false);
  });
});
