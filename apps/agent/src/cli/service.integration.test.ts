import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createKernelTable } from "../io/netlink-ipvs/kernel-table.ts";
import { runBaton, startBaton, withNamespace } from "./cli.testing.ts";
import { EXIT } from "./exit-codes.ts";
import { until } from "../testing/until.ts";

const NS = `bs2-cli-${process.pid}`;
const CONFIG = `virtual_server 192.168.1.100 3306 {
  lb_algo wrr
  lb_kind DR
  protocol TCP
  real_server 192.168.1.5 3306 {
    weight 3
  }
  real_server 192.168.1.6 3306 {
    weight 3
  }
}
`;

test.skipIf(process.getuid?.() !== 0)(
  "the command line drains and restores a real server of the running agent",
  async () => {
    const kernel = createKernelTable();
    const hasIpvs = (await kernel.info()).ok;
    kernel.close();
    const dir = mkdtempSync(join(tmpdir(), "bs2-cli-"));
    const state = ["--state-dir", join(dir, "state")];
    const service = (...words: string[]) => runBaton(NS, ["service", ...words, ...state]);
    await withNamespace(NS, async () => {
      writeFileSync(join(dir, "keepalived.conf"), CONFIG);
      const agent = startBaton(NS, ["agent", "run", "--config", join(dir, "keepalived.conf"), ...state]);
      try {
        await until("the servers are listed", async () => (await service("list")).out.includes("192.168.1.6"));
        const drained = await service(
          "drain",
          "192.168.1.100:3306",
          "192.168.1.5:3306",
          "--for",
          "1h",
          "--reason",
          "up",
        );
        if (hasIpvs) expect(drained).toMatchObject({ code: 0, out: expect.stringContaining("weight 0") });
        else expect(drained).toMatchObject({ code: EXIT.refused, err: expect.stringContaining("[weight.table]") });
        const { out } = await service("list");
        expect(out).toMatch(/192\.168\.1\.5:3306 {2}unchecked {2}weight .*drained by \S+: up\) {2}overridden until 20/);
        const last = await service("drain", "192.168.1.100:3306", "192.168.1.6:3306");
        expect(last.err).toContain("[weight.last-server]");
        const absent = await service("restore", "192.168.1.101:3306", "192.168.1.6:3306");
        expect(absent.err).toContain("there is no virtual server 192.168.1.101:3306; known: TCP 192.168.1.100:3306");
        await service("restore", "192.168.1.100:3306", "192.168.1.5:3306");
        expect((await service("list")).out).not.toContain("overridden");
      } finally {
        agent.child.kill("SIGTERM");
        await agent.ended;
      }
    }).finally(() => rmSync(dir, { recursive: true, force: true }));
  },
);
