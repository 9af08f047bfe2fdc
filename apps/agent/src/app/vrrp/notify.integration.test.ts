import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { modelFrom } from "./integration/model-from.ts";
import { createNetwork, networkProblem } from "./integration/network.ts";
import { VrrpProcess } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

const problem = networkProblem();
if (problem !== null) console.warn(`tests of notifications skipped: ${problem}`);

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const program = (path: string, lines: string): string => {
  writeFileSync(path, `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  return path;
};
const linesOf = (path: string): string[] => (existsSync(path) ? readFileSync(path, "utf8").trim().split("\n") : []);

describe.skipIf(problem !== null)("notifications beside the states", () => {
  test("a reader of the pipe, priorities, a weaker master heard, an instance removed", async () => {
    const folder = mkdtempSync(join(tmpdir(), "bvr-notify-"));
    cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
    const [told, read, weight] = ["told", "read", "weight"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const notify = program(join(folder, "notify.sh"), `echo "$*" >> ${told}`);
    const reader = program(
      join(folder, "reader.sh"),
      `echo "args $1" >> ${read}\nwhile read l; do echo "$l" >> ${read}; done < "$2"`,
    );
    writeFileSync(weight, "0");
    const globals = `global_defs {
  script_user root
  vrrp_notify_fifo ${folder}/pipe
  vrrp_notify_fifo_script "${reader} first"
  vrrp_notify_priority_changes
}
track_file w {
  file ${weight}
  weight 1
}
`;
    const router = (name: string, vrid: number, more: string): string => `vrrp_instance ${name} {
  interface eth0
  version 3
  virtual_router_id ${vrid}
  priority 100
  advert_int 0.1
  ${more}
  virtual_ipaddress {
    192.168.1.${vrid}
  }
}
`;
    const kept = router("V", 51, `notify_master_rx_lower_pri "${notify} weaker"\n track_file {\n w\n }`);
    const removed = router("GONE", 52, `notify_deleted "${notify} deleted"\n notify ${notify}`);
    const on = createNetwork({ a: "192.168.1.2/24", b: "192.168.1.11/24" });
    cleanups.push(on.remove);
    const start = (host: string, text: string): VrrpProcess => {
      const started = new VrrpProcess(on.namespace(host), modelFrom(text));
      cleanups.push(async () => {
        if (started.exitCode === null) started.kill();
        await until("a process to end", () => started.exitCode !== null);
      });
      return started;
    };
    const a = start("a", globals + kept + removed);
    await until(
      "both to be master",
      () => a.facts.size === 2 && [...a.facts.values()].every(({ state }) => state === "master"),
    );
    writeFileSync(weight, "7");
    await until("the new priority", () => linesOf(read).includes('INSTANCE "V" MASTER_PRIORITY 107'));
    on.cable("b", "down");
    const b = start(
      "b",
      router("V", 51, "dont_track_primary\n higher_prio_send_advert").replace("priority 100", "priority 50"),
    );
    await until("the weaker one to be master too", () => b.state === "master");
    on.cable("b", "up");
    await until("the weaker one to be heard", () => linesOf(told).includes("weaker"));
    expect(linesOf(read)).toContain('INSTANCE "V" MASTER_RX_LOWER_PRI 100');
    await until("it to yield", () => b.state === "backup");
    a.send({ type: "reload", model: modelFrom(globals + kept) });
    await until("the end of the other one to be told", () => linesOf(told).includes("deleted"));
    await until("the same in the pipe", () => linesOf(read).includes('INSTANCE "GONE" DELETED 100'));
    await until("notify to be run", () => linesOf(told).includes("INSTANCE GONE DELETED 100"));
    await a.stop();
    expect(linesOf(read)[0]).toBe("args first");
    expect(linesOf(read).at(-1)).toBe('INSTANCE "V" STOP 107');
    expect(existsSync(join(folder, "pipe"))).toBe(false);
  });
});
