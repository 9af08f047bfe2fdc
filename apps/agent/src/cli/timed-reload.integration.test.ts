import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ip, linkToNowhere, type Running, startBaton, withNamespace } from "./cli.testing.ts";
import { until } from "../testing/until.ts";

/** reload_time_file and reload_file: the agent's, and keepalived's. */

const KEEPALIVED = process.env.BATON_KEEPALIVED ?? "/usr/sbin/keepalived";
const NS = `bag-tr-${process.pid}`;

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "bag-tr-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const at = (name: string): string => join(dir, name);

const CONFIG = (address: string, more = ""): string => `global_defs {
  reload_time_file ${at("when")}
  reload_file ${at("reading")}
  ${more}
}
vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  priority 255
  version 3
  advert_int 0.1
  virtual_ipaddress {
    192.168.1.100
    ${address}
  }
}
`;
const inLab = (work: () => Promise<void>): Promise<void> =>
  withNamespace(NS, async () => {
    linkToNowhere(NS);
    await work();
  });
const holds = (address: string): boolean => ip("-n", NS, "-o", "addr", "show", "dev", "eth0").includes(address);
const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  await exited;
};
const agent = (): Running =>
  startBaton(NS, ["agent", "run", "--config", at("k.conf"), "--state-dir", at("state"), "--name", "lvs1"]);
const baton = (): ChildProcess => agent().child;
const keepalived = (): ChildProcess => {
  const pids = ["-p", "-r"].flatMap((flag) => [flag, at(`${flag.slice(1)}.pid`)]);
  const argv = ["netns", "exec", NS, KEEPALIVED, "--vrrp", "--dont-fork", "--use-file", at("k.conf"), ...pids];
  return spawn("ip", argv, { stdio: "ignore" });
};
/** So many seconds from now, in UTC. */
const soon = (seconds: number, dated: boolean): string => {
  const text = new Date(Date.now() + seconds * 1000).toISOString();
  return `${dated ? `${text.slice(0, 10)} ` : ""}${text.slice(11, 19)}Z\n`;
};

describe("a reload by time", () => {
  test.each([
    ["keepalived", keepalived],
    ["Baton", baton],
  ] as const)(
    "%s: at the time that the file says, which is removed then; the other file is there while it reads",
    (name, start) =>
      inLab(async () => {
        if (name === "keepalived" && !existsSync(KEEPALIVED)) return console.warn(`skipped: there is no ${KEEPALIVED}`);
        writeFileSync(at("k.conf"), CONFIG("192.168.1.101", "reload_check_config"));
        const daemon = start();
        const seen = new Set<string>();
        const watcher = watch(dir, (_, file) => {
          if (file !== null) seen.add(file);
        });
        try {
          await until("the first address", () => holds("192.168.1.101"));
          writeFileSync(at("k.conf"), CONFIG("192.168.1.102", "reload_check_config"));
          writeFileSync(at("when"), soon(3, name === "Baton"));
          await until("the second address", () => holds("192.168.1.102"));
          await until("the time to be gone", () => !existsSync(at("when")));
          await until("the mark of reading to have come", () => seen.has("reading"));
          await until("and gone", () => !existsSync(at("reading")));
          expect(holds("192.168.1.101")).toBe(false);
        } finally {
          watcher.close();
          await end(daemon);
        }
      }),
  );

  test("what the file says may change, be wrong, go; with reload_repeat it stays", () =>
    inLab(async () => {
      writeFileSync(at("k.conf"), CONFIG("192.168.1.101", "reload_repeat"));
      writeFileSync(at("when"), "2030-02-30 12:00:00\n");
      const running = agent();
      const says = (text: string) => until(text, () => running.err().includes(text));
      try {
        await says("when: there is no 2030-02-30 12:00:00; no reload is scheduled");
        writeFileSync(at("when"), "2030-02-28 12:00:00Z\n");
        await says("a reload is scheduled for 2030-02-28T12:00:00.000Z");
        rmSync(at("when"));
        await says("the reload at 2030-02-28T12:00:00.000Z is cancelled");
        await until("the first address", () => holds("192.168.1.101"));
        writeFileSync(at("k.conf"), CONFIG("192.168.1.102", "reload_repeat"));
        const line = soon(2, false);
        writeFileSync(at("when"), line);
        await until("the second address", () => holds("192.168.1.102"));
        await says(`T${line.slice(0, 8)}.000Z`);
        await until("the next day's", () => running.err().split(`T${line.slice(0, 8)}.000Z`).length === 3);
        expect(existsSync(at("when"))).toBe(true);
      } finally {
        await end(running.child);
      }
    }));
});
