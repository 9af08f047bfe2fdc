import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { linkToNowhere, withNamespace } from "./cli.testing.ts";
import { end, folderForEachTest, holds, KEEPALIVED, startAgent, startKeepalived } from "./daemons.testing.ts";
import { until } from "../testing/until.ts";

/** startup_script and shutdown_script of the agent and of keepalived, one after the other in one namespace. */

const NS = `bag-ds-${process.pid}`;
const VIP = "192.168.1.100";

const children: ChildProcess[] = [];
const at = folderForEachTest("bag-ds-");
const program = (name: string, lines: string): string => {
  writeFileSync(at(name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  return at(name);
};
const journal = (): string[] =>
  existsSync(at("journal")) ? readFileSync(at("journal"), "utf8").trim().split("\n") : [];

const CONFIG = (startup: string, shutdown: string): string => `global_defs {
  script_user root
  startup_script "${startup}"
  startup_script_timeout 2
  shutdown_script "${shutdown}"
  shutdown_script_timeout 2
}
vrrp_instance VI_1 {
  state MASTER
  interface eth0
  virtual_router_id 51
  priority 255
  version 3
  advert_int 0.1
  virtual_ipaddress {
    ${VIP}
  }
}
`;

type Start = (config: string) => ChildProcess;
const baton: Start = (config) => startAgent(NS, config).child;
const keepalived: Start = (config) => startKeepalived(NS, config);

/** One director on a link that leads nowhere. */
const inLab = (work: () => Promise<void>): Promise<void> =>
  withNamespace(NS, async () => {
    linkToNowhere(NS);
    try {
      await work();
    } finally {
      for (const child of children.splice(0)) await end(child, "SIGKILL");
    }
  });
const start = (by: Start, config: string): ChildProcess => {
  const child = by(config);
  children.push(child);
  return child;
};
const holdsVip = (): boolean => holds(NS, VIP);

const skipped = !existsSync(KEEPALIVED);
if (skipped) console.warn(`skipped: there is no ${KEEPALIVED}`);

describe.skipIf(skipped)("scripts around the daemon", () => {
  test.each([
    ["keepalived", keepalived],
    ["Baton", baton],
  ])(
    "%s: before the VIP comes, after it went; a failure holds nothing up; a reload runs neither, and its shutdown_script counts",
    (_, by) =>
      inLab(async () => {
        const note = program(
          "note",
          `echo "$1 vip=$(ip addr show dev eth0 | grep -c ${VIP})" >> ${at("journal")}\nexit 3`,
        );
        writeFileSync(at("k.conf"), CONFIG(`${note} startup`, `${note} first`));
        const daemon = start(by, at("k.conf"));
        await until("the VIP", holdsVip);
        expect(journal()).toEqual(["startup vip=0"]);
        // That the file has been read again shows in the address that it adds.
        const next = CONFIG(`${note} again`, `${note} second`).replace(VIP, `${VIP}\n    192.168.1.101`);
        writeFileSync(at("k.conf"), next);
        daemon.kill("SIGHUP");
        await until("the reload", () => holds(NS, "192.168.1.101"));
        await end(daemon);
        expect(journal()).toEqual(["startup vip=0", "second vip=0"]);
        expect(holdsVip()).toBe(false);
      }),
  );

  test.each([
    ["keepalived", keepalived],
    ["Baton", baton],
  ])("%s: a script that does not end is ended with what it started, and the VIP comes", (_, by) =>
    inLab(async () => {
      const hang = program(
        "hang",
        `echo $$ >> ${at("journal")}\n(trap '' TERM; sleep 600) &\necho $! >> ${at("journal")}\nwait`,
      );
      writeFileSync(at("k.conf"), CONFIG(hang, "/bin/true"));
      const daemon = start(by, at("k.conf"));
      await until("the script to run", () => journal().length === 2);
      expect(holdsVip()).toBe(false);
      await until("the VIP", holdsVip);
      for (const pid of journal()) await until(`the end of ${pid}`, () => !existsSync(`/proc/${pid}`));
      await end(daemon);
    }),
  );

  test("a stop while it runs: nothing is begun, shutdown_script runs", () =>
    inLab(async () => {
      const hang = program("hang", `echo up >> ${at("journal")}\nsleep 600`);
      const down = program("down", `echo down >> ${at("journal")}`);
      writeFileSync(at("k.conf"), CONFIG(hang, down).replace("startup_script_timeout 2", "startup_script_timeout 600"));
      const daemon = start(baton, at("k.conf"));
      await until("the script to run", () => journal().length === 1);
      await end(daemon);
      expect(daemon.exitCode).toBe(0);
      expect(journal()).toEqual(["up", "down"]);
      expect(holdsVip()).toBe(false);
    }));
});
