import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { linkToNowhere, runBaton, type Running, startBaton, withNamespace } from "./cli.testing.ts";
import { until } from "../testing/until.ts";

/** notify_fifo has two writers, the VRRP process and the checkers, and one reader; whichever of them dies, it goes on. */

const NS = `bag-nf-${process.pid}`;

const CONFIG = (dir: string): string => `global_defs {
  script_user root
  notify_fifo ${dir}/pipe
  notify_fifo_script "${dir}/reader ${dir}/heard"
}
vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  priority 255
  version 3
  advert_int 0.1
  virtual_ipaddress {
    192.168.1.100
  }
}
virtual_server 192.168.1.100 3306 {
  delay_loop 1
  lb_algo wrr
  lb_kind DR
  protocol TCP
  omega
  real_server 127.0.0.1 3306 {
    TCP_CHECK {
      warmup 0
      retry 0
    }
  }
}
`;
const DOWN = "RS [127.0.0.1]:tcp:3306 [192.168.1.100]:tcp:3306 DOWN";
const MASTER = 'INSTANCE "VI_1" MASTER 255';

test("both write to the pipe, a dead process's successor too, and a crash leaves nothing for good", {
  timeout: 240_000,
}, async () => {
  const dir = mkdtempSync(join(tmpdir(), "bag-nf-"));
  const state = ["--state-dir", join(dir, "state")];
  const heard = (line: string): number =>
    existsSync(join(dir, "heard"))
      ? readFileSync(join(dir, "heard"), "utf8")
          .split("\n")
          .filter((each) => each === line).length
      : 0;
  writeFileSync(join(dir, "reader"), '#!/bin/sh\nexec cat "$2" >> "$1"\n', { mode: 0o755 });
  writeFileSync(join(dir, "k.conf"), CONFIG(dir));
  const agents: Running[] = [];
  const start = (): Running => {
    const started = startBaton(NS, ["agent", "run", "--config", join(dir, "k.conf"), ...state]);
    agents.push(started);
    return started;
  };
  const pidOf = async (name: string): Promise<number> => {
    const { out } = await runBaton(NS, ["agent", "status", "--json", ...state]);
    return JSON.parse(out).picture.facts[`process ${name}`].pid;
  };
  try {
    await withNamespace(NS, async () => {
      linkToNowhere(NS);
      let agent = start();
      // On a busy host a master may be held up and become master again: at least so many.
      await until("both halves", () => heard(MASTER) > 0 && heard(DOWN) > 0);
      for (const [name, line] of [
        ["services", DOWN],
        ["vrrp", MASTER],
        ["services", DOWN],
      ] as const) {
        const before = heard(line);
        process.kill(await pidOf(name), "SIGKILL");
        await until(`${name} to be heard again`, () => heard(line) > before);
      }
      // The whole agent at once, as a lack of memory would end it.
      const pids = await Promise.all(["vrrp", "services", "uplink"].map(pidOf));
      agent.child.kill("SIGSTOP");
      for (const pid of pids) process.kill(pid, "SIGSTOP");
      for (const pid of [...pids, agent.child.pid ?? 0]) process.kill(pid, "SIGKILL");
      await agent.ended;
      const left = heard(MASTER);
      agent = start();
      await until("the next one", () => heard(MASTER) > left);
      expect(statSync(join(dir, "pipe")).isFIFO()).toBe(true);
      agent.child.kill("SIGTERM");
      expect(await agent.ended).toBe(0);
      expect(heard('INSTANCE "VI_1" STOP 255')).toBe(1);
      expect(existsSync(join(dir, "pipe"))).toBe(false);
    });
  } finally {
    for (const { child, ended } of agents) {
      child.kill("SIGKILL");
      await ended;
    }
    rmSync(dir, { recursive: true, force: true });
  }
});
