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
import { createTestbed, type Services, type Testbed } from "./testbed/namespace.ts";
import { until } from "../../testing/until.ts";

/**
 * Every file of the conformance set that both programs accept makes the same IPVS table. A chosen part runs always, the
 * whole with BATON_CONFORMANCE=all.
 */

const CHOSEN = new Set([
  "valid/check-several.conf",
  "valid/service-options.conf",
  "valid/sorry-server.conf",
  "samples/keepalived.conf.IPv6",
  "samples/keepalived.conf.quorum",
]);

const KEEPALIVED = process.env.BATON_KEEPALIVED ?? "keepalived";
const IPVSADM = process.env.BATON_IPVSADM ?? "ipvsadm";
const WORKERS = 2;
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
  until(`${whose} table gone`, async () => (await look(bed)) === bed.empty);

/** Packets go nowhere and nothing comes back, so that no probe ends before its time is over. */
const swallowEverything = (bed: Testbed): void => {
  bed.run("ip", "link", "add", "eth0", "type", "dummy");
  bed.run("ip", "address", "add", "192.0.2.1/24", "dev", "eth0");
  bed.run("ip", "link", "set", "eth0", "up");
  bed.run("ip", "route", "add", "default", "dev", "eth0");
  bed.run("ip", "-6", "route", "add", "default", "dev", "eth0");
};

/** Neither program says when its table is done: it is when looks agree for a while. */
const STANDING_LOOKS = 3;
/**
 * A first check may come after a second and fail after five more: from then on one side may be without the server that
 * the other side still has, until that one's check has failed too.
 */
const SAME_WITHIN_MS = 30_000;

interface Tables {
  readonly ours: string;
  readonly theirs: string;
}

interface Pair {
  readonly ours: Bed;
  readonly theirs: Bed;
}

/** The tables as soon as both are there and stay the same; as they are in the end where they never are. */
const compared = async ({ ours, theirs }: Pair): Promise<Tables> => {
  const end = Date.now() + SAME_WITHIN_MS;
  let before = "";
  let agreed = 0;
  for (;;) {
    const [one, other] = await Promise.all([look(ours), look(theirs)]);
    agreed = one === other && one === before && one !== ours.empty ? agreed + 1 : 0;
    before = one;
    const isLast = Date.now() > end;
    if (agreed >= STANDING_LOOKS || isLast) {
      const [mine, its] = await Promise.all([exported(ours), exported(theirs)]);
      if (mine === its || isLast) return { ours: mine, theirs: its };
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

/** It asks for its host's name first, which nobody answers here. */
const IMPATIENT = { ...process.env, RES_OPTIONS: "timeout:1 attempts:1" };

const startKeepalived = async (bed: Bed, folder: string, path: string): Promise<() => Promise<void>> => {
  const { namespace } = bed;
  const pids = ["-p", "-c"].flatMap((flag) => [flag, join(folder, `${namespace}${flag}.pid`)]);
  const args = ["--check", "--dont-fork", "--log-console", "-i", "lvs1", "--use-file", path, ...pids];
  const child: ChildProcess = spawn("ip", ["netns", "exec", namespace, KEEPALIVED, ...args], {
    env: IMPATIENT,
    stdio: "ignore",
  });
  const exited = once(child, "exit");
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await exited;
    await emptied(bed, "keepalived's");
  };
  try {
    // One that ends has no table to show, and that is what is compared.
    await until("keepalived's table", async () => child.exitCode !== null || (await look(bed)) !== bed.empty);
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
};

const compare = async (pair: Pair, baton: Services, folder: string, file: ConformanceFile): Promise<Tables> => {
  const stop = await startKeepalived(pair.theirs, folder, file.path);
  try {
    baton.send({ type: "reload", model: file.model });
    return await compared(pair);
  } finally {
    baton.send({ type: "reload", model: modelOf() });
    await Promise.all([stop(), emptied(pair.ours, "Baton's")]);
  }
};

describe.skipIf(reason !== null)("the table of keepalived and of Baton", { timeout: LIMIT_MS }, () => {
  const folder = reason === null ? mkdtempSync(join(tmpdir(), "cfg-")) : "";
  const beds: Testbed[] = [];
  const tables = new Map<string, Tables>();

  const makeBed = async (namespace: string): Promise<Bed> => {
    const bed = createTestbed(namespace, []);
    beds.push(bed);
    swallowEverything(bed);
    return { namespace, bed, empty: await bed.inside.ask({ type: "table" }) };
  };

  const work = async (waiting: ConformanceFile[], index: number): Promise<void> => {
    const tag = `cfg-${process.pid}-${index}`;
    const pair = { ours: await makeBed(`${tag}a`), theirs: await makeBed(`${tag}b`) };
    const baton = pair.ours.bed.start(modelOf());
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      const seen = compare(pair, baton, folder, file);
      tables.set(file.name, await seen.catch((error: unknown) => ({ ours: String(error), theirs: "" })));
    }
  };

  beforeAll(async () => {
    const waiting = [...files];
    await Promise.all(Array.from({ length: WORKERS }, (_, index) => work(waiting, index)));
  }, LIMIT_MS);

  afterAll(async () => {
    for (const bed of beds) await bed.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(files)("$name", ({ name }) => {
    const { ours, theirs } = tables.get(name) ?? { ours: "not looked at", theirs: "" };
    if (differences("table").has(name)) expect(ours).not.toBe(theirs);
    else expect(ours).toBe(theirs);
  });
});
