import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createKernelTable } from "../../io/netlink-ipvs/kernel-table.ts";
import { loadIpvsModule } from "../../io/netlink-ipvs/load-module.ts";
import { type ConformanceFile, conformanceFiles, differences } from "../conformance-files.testing.ts";
import { modelOf } from "./testbed/model.ts";
import { createTestbed, eventually, type Services, type Testbed } from "./testbed/namespace.ts";

/**
 * Every file of the conformance set that both programs accept makes the same IPVS table. A chosen part runs always, the
 * whole with BATON_CONFORMANCE=all.
 */

// None whose checks, without an answer, are over before a slow machine has looked often enough.
const CHOSEN = new Set([
  "valid/service-options.conf",
  "valid/sorry-server.conf",
  "samples/keepalived.conf.IPv6",
  "samples/keepalived.conf.quorum",
]);

const KEEPALIVED = process.env.BATON_KEEPALIVED ?? "keepalived";
const IPVSADM = process.env.BATON_IPVSADM ?? "ipvsadm";
const BEDS = 2;
/** An emulated machine beside other work needs long for the whole. */
const LIMIT_MS = 1_800_000;

const reason = await (async (): Promise<string | null> => {
  if (process.getuid?.() !== 0) return "not root";
  await loadIpvsModule();
  const kernel = createKernelTable();
  const info = await kernel.info();
  kernel.close();
  if (!info.ok) return info.error.message;
  const absent = [KEEPALIVED, IPVSADM].find((program) => spawnSync(program, ["--version"]).status !== 0);
  return absent ? `${absent} is not here` : null;
})();
if (reason) console.warn(`skipped: ${reason}`);

const files = conformanceFiles()
  .filter(({ model }) => model.virtualServers.length > 0)
  .filter(({ name }) => process.env.BATON_CONFORMANCE === "all" || CHOSEN.has(name));

interface Bed {
  readonly namespace: string;
  readonly bed: Testbed;
  /** An empty table, as it is printed. */
  readonly empty: string;
}

const runFile = promisify(execFile);

/** What counts, with every option; starting a program is slow in an emulated machine, so not for waiting. */
const exported = async ({ namespace }: Bed): Promise<string> =>
  (await runFile("ip", ["netns", "exec", namespace, IPVSADM, "-Sn"])).stdout;

/** Cheap, for waiting. */
const look = ({ bed }: Bed): Promise<string> => bed.inside.ask({ type: "table" });

const emptied = (bed: Bed, whose: string): Promise<void> =>
  eventually(async () => (await look(bed)) === bed.empty, `${whose} table gone`);

/** Packets go nowhere and nothing comes back, so that no probe ends while a table is being looked at. */
const swallowEverything = (bed: Testbed): void => {
  bed.run("ip", "link", "add", "eth0", "type", "dummy");
  bed.run("ip", "address", "add", "192.0.2.1/24", "dev", "eth0");
  bed.run("ip", "link", "set", "eth0", "up");
  bed.run("ip", "route", "add", "default", "dev", "eth0");
  bed.run("ip", "-6", "route", "add", "default", "dev", "eth0");
};

/** Neither program says when its table is done: it is when looks agree for a while. */
const STANDING_LOOKS = 5;

const standing = async (bed: Bed): Promise<string> => {
  let before = bed.empty;
  let agreed = 0;
  await eventually(async () => {
    const now = await look(bed);
    agreed = now !== bed.empty && now === before ? agreed + 1 : 0;
    before = now;
    return agreed === STANDING_LOOKS;
  }, "a table that stands still");
  return exported(bed);
};

const keepalivedsTable = async (bed: Bed, folder: string, path: string): Promise<string> => {
  const { namespace } = bed;
  const pids = ["-p", "-c"].flatMap((flag) => [flag, join(folder, `${namespace}${flag}.pid`)]);
  const args = ["--check", "--dont-fork", "--log-console", "-i", "lvs1", "--use-file", path, ...pids];
  const child: ChildProcess = spawn("ip", ["netns", "exec", namespace, KEEPALIVED, ...args], { stdio: "ignore" });
  try {
    return await standing(bed);
  } finally {
    child.kill("SIGTERM");
    if (child.exitCode === null) await once(child, "exit");
    await emptied(bed, "keepalived's");
  }
};

interface Tables {
  readonly ours: string;
  readonly theirs: string;
}

const batonsTable = async (bed: Bed, baton: Services, { model }: ConformanceFile): Promise<string> => {
  baton.send({ type: "reload", model });
  const ours = await standing(bed);
  baton.send({ type: "reload", model: modelOf() });
  await emptied(bed, "Baton's");
  return ours;
};

describe.skipIf(reason !== null)("the table of keepalived and of Baton", { timeout: LIMIT_MS }, () => {
  const folder = mkdtempSync(join(tmpdir(), "cfg-"));
  const beds: Testbed[] = [];
  const tables = new Map<string, Tables>();

  const work = async (index: number): Promise<void> => {
    const namespace = `cfg-${process.pid}-${index}`;
    const testbed = createTestbed(namespace, []);
    beds.push(testbed);
    swallowEverything(testbed);
    const bed = { namespace, bed: testbed, empty: await testbed.inside.ask({ type: "table" }) };
    const baton = testbed.start(modelOf());
    for (const file of files.filter((_, at) => at % BEDS === index)) {
      const theirs = await keepalivedsTable(bed, folder, file.path);
      tables.set(file.name, { theirs, ours: await batonsTable(bed, baton, file) });
    }
  };

  beforeAll(() => Promise.all(Array.from({ length: BEDS }, (_, index) => work(index))), LIMIT_MS);

  afterAll(async () => {
    for (const bed of beds) await bed.remove();
    rmSync(folder, { recursive: true, force: true });
  }, 100_000);

  test.each(files)("$name", ({ name }) => {
    const { ours, theirs } = tables.get(name) ?? { ours: "not looked at", theirs: "" };
    if (differences("table").has(name)) expect(ours).not.toBe(theirs);
    else expect(ours).toBe(theirs);
  });
});
