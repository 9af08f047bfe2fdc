import { err, ok } from "@baton/shared/base/result.ts";
import { describe, expect, test } from "vitest";
import { expandTable } from "../../core/ipvs/expand.ts";
import { explainOperation } from "../../core/ipvs/explain.ts";
import { foldOperations } from "../../core/ipvs/fold.ts";
import type { ActualTable, DesiredTable } from "../../core/ipvs/table.ts";
import type { KernelTable, KernelTableError } from "../../ports/kernel-table.ts";
import { TableKeeper } from "./table-keeper.ts";
import { realServer, virtualServer } from "./testbed/model.ts";

/** A kernel that is a function from operations to a table, for the refusals a real one does not give on demand. */
const createKernel = () => {
  const kernel = {
    table: new Map() as ActualTable,
    broken: null as KernelTableError | null,
    /** Operations whose explanation has this in it are refused. */
    refuses: null as string | null,
    applied: [] as string[],
    /** Operations so far, refused ones included. */
    asked: 0,
  };
  const port: KernelTable = {
    info: async () => ok({ version: "1.2.1", connectionTableSize: 4096 }),
    read: async () => (kernel.broken ? err(kernel.broken) : ok(kernel.table)),
    apply: async (operations) => {
      if (kernel.broken) return err(kernel.broken);
      const { refuses } = kernel;
      kernel.asked += operations.length;
      const refused = operations.filter((operation) => refuses && explainOperation(operation).includes(refuses));
      const done = operations.filter((operation) => !refused.includes(operation));
      kernel.table = foldOperations(kernel.table, done);
      kernel.applied.push(...done.map(explainOperation));
      return ok(refused.map((operation) => ({ operation, errno: "EINVAL" })));
    },
    setTimeouts: async () => ok(undefined),
    close: () => {},
  };
  return { kernel, port };
};

const start = (remembered: readonly string[] = []) => {
  const { kernel, port } = createKernel();
  const log: string[] = [];
  const failures: string[] = [];
  let now = 0;
  let loads = 0;
  let kept: readonly string[] = remembered;
  const keeper = new TableKeeper({
    kernel: port,
    log: (text) => log.push(text),
    onFailure: (text) => failures.push(text),
    loadModule: async () => {
      loads += 1;
    },
    now: () => now,
    remembered,
    remember: (keys) => {
      kept = [...keys];
    },
  });
  return { kept: () => kept, kernel, keeper, log, failures, loads: () => loads, pass: (ms: number) => (now += ms) };
};

const yes = (): boolean => true;
const WANTED: DesiredTable = expandTable([virtualServer()], yes, yes);
const MISSING: KernelTableError = { code: "ipvs.missing", message: "this kernel has no IPVS (module ip_vs)" };

describe("a kernel without IPVS", () => {
  test("is told once, asked again at every refresh, and taken up when it comes", async () => {
    const { kernel, keeper, failures, log, loads, pass } = start();
    kernel.broken = MISSING;
    await keeper.want(WANTED);
    await keeper.refresh();
    expect(failures).toEqual(["IPVS: this kernel has no IPVS (module ip_vs)"]);
    expect(loads()).toBe(1);
    pass(30_000);
    await keeper.refresh();
    expect(loads()).toBe(2);
    kernel.broken = null;
    expect((await keeper.refresh()).ok).toBe(true);
    expect(kernel.table.get("TCP 192.168.1.100:3306")?.destinations.size).toBe(2);
    expect(log).toEqual(["IPVS: the table can be read again"]);
  });
});

describe("an operation that the kernel refuses", () => {
  test("is named once, tried again after a growing pause, and the rest is done", async () => {
    const { kernel, keeper, failures, log, pass } = start();
    kernel.refuses = "add 192.168.1.6";
    await keeper.want(WANTED);
    await keeper.refresh();
    expect(kernel.asked).toBe(3);
    pass(1000);
    await keeper.refresh();
    pass(1999);
    await keeper.refresh();
    expect(kernel.asked).toBe(4);
    expect(failures).toEqual(["IPVS: can't add 192.168.1.6:3306 to TCP 192.168.1.100:3306 (DR, weight 3): EINVAL"]);
    expect(log).toEqual([]);
    kernel.refuses = null;
    pass(1);
    await keeper.refresh();
    expect(kernel.applied).toEqual([
      "add TCP 192.168.1.100:3306 (wrr, persistent 50 s)",
      "add 192.168.1.5:3306 to TCP 192.168.1.100:3306 (DR, weight 3)",
      "add 192.168.1.6:3306 to TCP 192.168.1.100:3306 (DR, weight 3)",
    ]);
  });

  test("waits for no other change: a new wish is carried out at once", async () => {
    const { kernel, keeper } = start();
    kernel.refuses = "add 192.168.1.6";
    await keeper.want(WANTED);
    await keeper.want(expandTable([virtualServer({ scheduler: "rr" })], yes, yes));
    expect(kernel.table.get("TCP 192.168.1.100:3306")?.service.scheduler).toBe("rr");
    expect(kernel.asked).toBe(4);
  });

  test("is still ours to remove", async () => {
    const { kernel, keeper, kept, pass } = start();
    await keeper.want(WANTED);
    kernel.refuses = "remove TCP";
    await keeper.want(new Map());
    expect(kept()).toEqual(["TCP 192.168.1.100:3306"]);
    kernel.refuses = null;
    pass(1000);
    await keeper.refresh();
    expect(kernel.table.size).toBe(0);
    expect(kept()).toEqual([]);
  });
});

test("wishes that come faster than the kernel answers end with the last", async () => {
  const { kernel, keeper } = start();
  const inhibited = expandTable([virtualServer({ scheduler: "rr" })], () => false, yes);
  await Promise.all([keeper.want(WANTED), keeper.want(new Map()), keeper.want(inhibited)]);
  expect([...kernel.table.values()].map(({ service, destinations }) => [service.scheduler, destinations.size])).toEqual(
    [["rr", 0]],
  );
});

test("letting go removes what is ours alone, servers first", async () => {
  const { kernel, keeper } = start();
  const other = expandTable([virtualServer({ port: 80 })], yes, yes);
  kernel.table = foldOperations(
    new Map(),
    [...other.values()].map(({ service }) => ({ op: "add-service", service })),
  );
  const [later] = expandTable([virtualServer({ realServers: [realServer("192.168.1.6")] })], yes, yes).values();
  // The server that comes later in the file is in the kernel's table first.
  await keeper.want(new Map(later ? [["TCP 192.168.1.100:3306", later]] : []));
  await keeper.want(WANTED);
  const told: string[] = [];
  await keeper.release((operation) => told.push(explainOperation(operation)));
  expect(told).toEqual([
    "remove 192.168.1.5:3306 from TCP 192.168.1.100:3306",
    "remove 192.168.1.6:3306 from TCP 192.168.1.100:3306",
    "remove TCP 192.168.1.100:3306",
  ]);
  expect([...kernel.table.keys()]).toEqual(["TCP 192.168.1.100:80"]);
});

test("a service that left the configuration while nobody was running goes at the first look, and no other", async () => {
  const { kernel, keeper, kept } = start(["TCP 192.168.1.100:81", "TCP 192.168.1.100:82"]);
  const left = [80, 81].map((port) => expandTable([virtualServer({ port })], yes, yes));
  kernel.table = foldOperations(
    new Map(),
    left.flatMap((table) => [...table.values()].map(({ service }) => ({ op: "add-service" as const, service }))),
  );
  await keeper.want(WANTED);
  expect([...kernel.table.keys()]).toEqual(["TCP 192.168.1.100:80", "TCP 192.168.1.100:3306"]);
  expect(kept()).toEqual(["TCP 192.168.1.100:3306"]);
});
