import type { ChildProcess } from "node:child_process";
import { existsSync, rmSync, watch, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { linkToNowhere, withNamespace } from "./cli.testing.ts";
import { end, folderForEachTest, holds, KEEPALIVED, startAgent, startKeepalived } from "./daemons.testing.ts";
import { until } from "../testing/until.ts";

/** reload_time_file and reload_file: the agent's, and keepalived's. */

const NS = `bag-tr-${process.pid}`;

const at = folderForEachTest("bag-tr-");

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
const baton = (): ChildProcess => startAgent(NS, at("k.conf")).child;
const keepalived = (): ChildProcess => startKeepalived(NS, at("k.conf"));
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
        const watcher = watch(at(), (_, file) => {
          if (file !== null) seen.add(file);
        });
        try {
          await until("the first address", () => holds(NS, "192.168.1.101"));
          writeFileSync(at("k.conf"), CONFIG("192.168.1.102", "reload_check_config"));
          writeFileSync(at("when"), soon(3, name === "Baton"));
          await until("the second address", () => holds(NS, "192.168.1.102"));
          await until("the time to be gone", () => !existsSync(at("when")));
          await until("the mark of reading to have come", () => seen.has("reading"));
          await until("and gone", () => !existsSync(at("reading")));
          expect(holds(NS, "192.168.1.101")).toBe(false);
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
      const running = startAgent(NS, at("k.conf"));
      const says = (text: string) => until(text, () => running.err().includes(text));
      try {
        await says("when: there is no 2030-02-30 12:00:00; no reload is scheduled");
        writeFileSync(at("when"), "2030-02-28 12:00:00Z\n");
        await says("a reload is scheduled for 2030-02-28T12:00:00.000Z");
        rmSync(at("when"));
        await says("the reload at 2030-02-28T12:00:00.000Z is cancelled");
        await until("the first address", () => holds(NS, "192.168.1.101"));
        writeFileSync(at("k.conf"), CONFIG("192.168.1.102", "reload_repeat"));
        const line = soon(2, false);
        writeFileSync(at("when"), line);
        await until("the second address", () => holds(NS, "192.168.1.102"));
        await says(`T${line.slice(0, 8)}.000Z`);
        await until("the next day's", () => running.err().split(`T${line.slice(0, 8)}.000Z`).length === 3);
        expect(existsSync(at("when"))).toBe(true);
      } finally {
        await end(running.child);
      }
    }));
});
