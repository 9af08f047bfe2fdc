import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createKernelTable } from "../../io/netlink-ipvs/kernel-table.ts";
import { loadIpvsModule } from "../../io/netlink-ipvs/load-module.ts";

const program = fileURLToPath(new URL("../../../out/baton.mjs", import.meta.url));

const reason = await (async (): Promise<string | null> => {
  if (process.getuid?.() !== 0) return "not root";
  if (!existsSync(program)) return "not built";
  if (spawnSync("setpriv", ["--version"]).status !== 0) return "setpriv is not here";
  await loadIpvsModule();
  const kernel = createKernelTable();
  const info = await kernel.info();
  kernel.close();
  return info.ok ? null : info.error.message;
})();
if (reason) console.warn(`skipped: ${reason}`);

test.skipIf(reason !== null)("without CAP_NET_ADMIN the kernel's refusal names the capability", () => {
  const without = ["--bounding-set=-net_admin", "--inh-caps=-net_admin"];
  const { status, stderr } = spawnSync("setpriv", [...without, process.execPath, program, "ipvs", "list"], {
    encoding: "utf8",
    timeout: 30_000,
  });
  expect(status).not.toBe(0);
  expect(stderr).toContain("CAP_NET_ADMIN");
});
