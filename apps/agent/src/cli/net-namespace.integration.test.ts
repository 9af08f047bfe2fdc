import type { ChildProcess } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { linkToNowhere, runBaton, withNamespace } from "./cli.testing.ts";
import { end, folderForEachTest, holds, KEEPALIVED, startAgent, startKeepalived } from "./daemons.testing.ts";
import { until } from "../testing/until.ts";

/** net_namespace: the agent and keepalived are started in one namespace and live by their file in another. */

const [OUTER, INNER] = [`bag-no-${process.pid}`, `bag-ni-${process.pid}`];
const VIP = "192.168.1.100";

const at = folderForEachTest("bag-nn-");

const CONFIG = (namespace = INNER, user = "nobody"): string => `net_namespace ${namespace}
global_defs {
  script_user ${user}
  startup_script "${at("note")} startup"
  shutdown_script "${at("note")} shutdown"
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
  notify_master "${at("note")} master"
}
`;

/** Two namespaces, each with an eth0 of its own on a link that leads nowhere. */
const inLab = (work: () => Promise<void>): Promise<void> =>
  withNamespace(OUTER, () =>
    withNamespace(INNER, async () => {
      for (const namespace of [OUTER, INNER]) linkToNowhere(namespace);
      // The scripts are nobody's.
      writeFileSync(at("note"), `#!/bin/sh\necho "$1 $(id -un) $(readlink /proc/self/ns/net)" >> ${at("told")}\n`, {
        mode: 0o755,
      });
      writeFileSync(at("told"), "", { mode: 0o666 });
      for (const path of [at(), at("told")]) chmodSync(path, 0o777);
      await work();
    }),
  );
const told = (): string[] =>
  readFileSync(at("told"), "utf8")
    .split("\n")
    .filter((line) => line !== "");
const holders = (): string[] => [OUTER, INNER].filter((namespace) => holds(namespace, VIP));
/** As a link in /proc names it. */
const innerName = (): string => `net:[${statSync(`/run/netns/${INNER}`).ino}]`;
const baton = (config: string): ChildProcess => startAgent(OUTER, config).child;
const keepalived = (config: string): ChildProcess => startKeepalived(OUTER, config);
const PROGRAMS = [
  ["keepalived", keepalived, "root"],
  ["Baton", baton, "root"],
  ["Baton", baton, "nobody"],
] as const;

describe("a file with net_namespace", () => {
  test.each(PROGRAMS.filter(([name]) => name === "Baton" || existsSync(KEEPALIVED)))(
    "%s: the VIP and all scripts are there and nowhere else",
    (_, start, user) =>
      inLab(async () => {
        writeFileSync(at("k.conf"), CONFIG(INNER, user));
        const daemon = start(at("k.conf"));
        try {
          await until("the VIP", () => holders().length > 0);
          expect(holders()).toEqual([INNER]);
          await until("the notification", () => told().length === 2);
        } finally {
          await end(daemon);
        }
        expect(holders()).toEqual([]);
        expect(told()).toEqual(["startup", "master", "shutdown"].map((what) => `${what} ${user} ${innerName()}`));
      }),
  );

  test("the hub's process stays outside; a reload to another namespace is refused", () =>
    inLab(async () => {
      writeFileSync(at("k.conf"), CONFIG());
      const running = startAgent(OUTER, at("k.conf"));
      try {
        await until("the VIP", () => holders().length > 0);
        const { out } = await runBaton(OUTER, ["agent", "status", "--json", "--state-dir", at("state")]);
        const { facts } = JSON.parse(out).picture;
        const where = (name: string): string => readlinkSync(`/proc/${facts[`process ${name}`].pid}/ns/net`);
        const own = readlinkSync(`/proc/${running.child.pid}/ns/net`);
        expect(["vrrp", "services", "uplink"].map(where)).toEqual([innerName(), innerName(), own]);
        writeFileSync(at("k.conf"), CONFIG(OUTER).replace(VIP, "192.168.1.101"));
        running.child.kill("SIGHUP");
        await until("the refusal", () => running.err().includes("net_namespace has changed, which needs a restart"));
        expect(holders()).toEqual([INNER]);
      } finally {
        await end(running.child);
      }
    }));

  test("one that is not there: a sentence, and nothing is begun", () =>
    inLab(async () => {
      writeFileSync(at("k.conf"), CONFIG("bag-not-there"));
      const { code, err } = await runBaton(OUTER, [
        "agent",
        "run",
        "--config",
        at("k.conf"),
        "--state-dir",
        at("state"),
      ]);
      expect(code).toBe(8);
      expect(err).toContain("make it by `ip netns add bag-not-there` before the agent starts");
      expect(told()).toEqual([]);
      expect(readdirSync(at())).not.toContain("state");
    }));
});
