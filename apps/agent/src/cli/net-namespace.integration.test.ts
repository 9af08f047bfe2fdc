import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Keepalived, keepalivedProblem } from "../app/vrrp/integration/keepalived.ts";
import { ip, runBaton, startBaton, until, withNamespace } from "./cli.testing.ts";

/** Where the program is started, and where it is told to live. */
const HERE = `bag-nsh-${process.pid}`;
const THERE = `bag-nst-${process.pid}`;
const VIP = "192.168.1.100";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "bag-ns-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const configuration = (namespace: string): string => `net_namespace ${namespace}
vrrp_instance VI_1 {
  interface eth0
  version 3
  virtual_router_id 51
  priority 255
  advert_int 0.1
  virtual_ipaddress {
    ${VIP}
  }
}
`;

/** Both have an eth0; nothing leads out of either. */
const inLab = (work: () => Promise<void>): Promise<void> =>
  withNamespace(HERE, () =>
    withNamespace(THERE, async () => {
      for (const name of [HERE, THERE]) {
        ip("-n", name, "link", "add", "eth0", "type", "veth", "peer", "name", "far");
        for (const link of ["far", "eth0"]) ip("-n", name, "link", "set", link, "up");
        ip("-n", name, "addr", "add", "192.168.1.2/24", "dev", "eth0");
      }
      await work();
    }),
  );
const holds = (namespace: string): boolean => ip("-n", namespace, "-o", "addr", "show", "dev", "eth0").includes(VIP);
const namespaceOf = (pid: number): string => ip("netns", "identify", String(pid)).trim();

test(
  "net_namespace: what touches the network runs there, after a crash too, and the uplink where it was started",
  () =>
    inLab(async () => {
      const config = join(dir, "keepalived.conf");
      writeFileSync(config, configuration(THERE));
      const state = join(dir, "state");
      const agent = startBaton(HERE, ["agent", "run", "--config", config, "--state-dir", state]);
      const pidOf = async (name: string): Promise<number> => {
        const { out } = await runBaton(HERE, ["agent", "status", "--json", "--state-dir", state]);
        return JSON.parse(out).picture.facts[`process ${name}`]?.pid ?? 0;
      };
      try {
        await until("the VIP to be there", () => holds(THERE), 30_000);
        expect(holds(HERE)).toBe(false);
        const vrrp = await pidOf("vrrp");
        expect(namespaceOf(vrrp)).toBe(THERE);
        expect(namespaceOf(await pidOf("uplink"))).toBe(HERE);
        process.kill(vrrp, "SIGKILL");
        await until("a new process", async () => ![0, vrrp].includes(await pidOf("vrrp")), 30_000);
        expect(namespaceOf(await pidOf("vrrp"))).toBe(THERE);
        writeFileSync(config, configuration(HERE));
        agent.child.kill("SIGHUP");
        await until(
          "the reload's word",
          () => agent.err().includes("takes effect when the agent is started anew"),
          30_000,
        );
        expect(holds(HERE)).toBe(false);
      } finally {
        agent.child.kill("SIGTERM");
        await agent.ended;
      }
      expect(holds(THERE)).toBe(false);
    }),
  120_000,
);

test(
  "a namespace that is not there: a sentence, and nothing is touched",
  () =>
    inLab(async () => {
      const config = join(dir, "keepalived.conf");
      writeFileSync(config, configuration("bag-nowhere"));
      const run = await runBaton(HERE, ["agent", "run", "--config", config, "--state-dir", join(dir, "state")]);
      expect(run.code).toBe(8);
      expect(run.err).toContain("net_namespace bag-nowhere can't be entered: ENOENT");
      expect(run.err).toContain("'ip netns add bag-nowhere' makes one");
    }),
  60_000,
);

test.skipIf(keepalivedProblem() !== null)(
  "keepalived does it so too",
  () =>
    inLab(async () => {
      const theirs = new Keepalived(HERE, configuration(THERE));
      try {
        await until("the VIP to be there", () => holds(THERE), 30_000);
        expect(holds(HERE)).toBe(false);
      } finally {
        await theirs.stop();
      }
    }),
  60_000,
);
