import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diffTables } from "./diff.ts";
import { explainOperation } from "./explain.ts";
import { foldOperations } from "./fold.ts";
import { destinationKey, serviceKey } from "./key.ts";
import {
  type ActualTable,
  type DesiredService,
  type DesiredTable,
  type Destination,
  NO_COUNTS,
  NO_TRAFFIC,
  NO_TUNNEL,
  type Service,
} from "./table.ts";

const service = (port: number, scheduler = "wrr"): Service => ({
  id: { kind: "address", protocol: "TCP", address: "192.168.1.100", port },
  scheduler,
  schedulerFlags: 0,
  onePacket: false,
  persistence: { timeoutSeconds: 50, prefixLength: 32 },
  persistenceEngine: null,
});

const server = (last: number, weight = 3): Destination => ({
  address: `192.168.1.${last}`,
  port: 3306,
  forwarding: "DR",
  weight,
  upperThreshold: 0,
  lowerThreshold: 0,
  tunnel: NO_TUNNEL,
});

type Row = readonly [Service, ...Destination[]];

const desired = (...rows: readonly Row[]): DesiredTable =>
  new Map(
    rows.map(([of, ...servers]): [string, DesiredService] => [
      serviceKey(of.id),
      { service: of, destinations: new Map(servers.map((one) => [destinationKey(one), one])) },
    ]),
  );

const actual = (...rows: readonly Row[]): ActualTable =>
  new Map(
    rows.map(([of, ...servers]) => [
      serviceKey(of.id),
      {
        service: of,
        traffic: NO_TRAFFIC,
        destinations: new Map(servers.map((one) => [destinationKey(one), { destination: one, counts: NO_COUNTS }])),
      },
    ]),
  );

const plan = (to: DesiredTable, from: ActualTable, owned: readonly string[] = []) =>
  diffTables(to, from, new Set(owned)).map(explainOperation);

const VS = "TCP 192.168.1.100:3306";

describe("the plan", () => {
  test.each<[string, DesiredTable, ActualTable, string[], string[]]>([
    ["nothing to do", desired([service(3306), server(5)]), actual([service(3306), server(5)]), [], []],
    [
      "all new",
      desired([service(3306), server(5), server(6)]),
      actual(),
      [],
      [
        `add ${VS} (wrr, persistent 50 s)`,
        `add 192.168.1.5:3306 to ${VS} (DR, weight 3)`,
        `add 192.168.1.6:3306 to ${VS} (DR, weight 3)`,
      ],
    ],
    [
      "a server is replaced: the new one comes before the old one goes",
      desired([service(3306), server(6)]),
      actual([service(3306), server(5)]),
      [],
      [`add 192.168.1.6:3306 to ${VS} (DR, weight 3)`, `remove 192.168.1.5:3306 from ${VS}`],
    ],
    [
      "weights are edited in place, raised before lowered",
      desired([service(3306), server(5, 0), server(6, 9)]),
      actual([service(3306), server(5), server(6)]),
      [],
      [`change 192.168.1.6:3306 of ${VS} (weight 3 to 9)`, `change 192.168.1.5:3306 of ${VS} (weight 3 to 0)`],
    ],
    [
      "a scheduler is changed in place",
      desired([service(3306, "lc")]),
      actual([service(3306)]),
      [],
      [`change ${VS} (wrr, persistent 50 s to lc, persistent 50 s)`],
    ],
    ["someone else's service stays", desired(), actual([service(80), server(5)]), [], []],
    [
      "one of ours goes, servers first, after the other has come",
      desired([service(3306), server(5)]),
      actual([service(3307), server(5), server(6)]),
      ["TCP 192.168.1.100:3307"],
      [
        `add ${VS} (wrr, persistent 50 s)`,
        `add 192.168.1.5:3306 to ${VS} (DR, weight 3)`,
        "remove 192.168.1.5:3306 from TCP 192.168.1.100:3307",
        "remove 192.168.1.6:3306 from TCP 192.168.1.100:3307",
        "remove TCP 192.168.1.100:3307",
      ],
    ],
  ])("%s", (_name, to, from, owned, expected) => {
    expect(plan(to, from, owned)).toEqual(expected);
  });
});

const rowArbitrary = fc
  .record({
    scheduler: fc.constantFrom("rr", "wrr"),
    servers: fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.nat(3)), { selector: ([last]) => last }),
  })
  .map(({ scheduler, servers }) => ({ scheduler, servers: servers.map(([last, weight]) => server(last, weight)) }));
const tableArbitrary = fc
  .dictionary(fc.constantFrom("1", "2", "3"), rowArbitrary)
  .map((rows) =>
    Object.entries(rows).map(([port, row]): Row => [service(Number(port), row.scheduler), ...row.servers]),
  );

test("carrying out the plan leaves nothing to do, and never takes a service's last server before the new one came", () => {
  fc.assert(
    fc.property(tableArbitrary, tableArbitrary, (to, from) => {
      const [wanted, present] = [desired(...to), actual(...from)];
      const owned = new Set(present.keys());
      const operations = diffTables(wanted, present, owned);
      let table = present;
      for (const operation of operations) {
        table = foldOperations(table, [operation]);
        if (operation.op !== "delete-destination") continue;
        const key = serviceKey(operation.id);
        if ((wanted.get(key)?.destinations.size ?? 0) > 0) expect(table.get(key)?.destinations.size).toBeGreaterThan(0);
      }
      expect(diffTables(wanted, table, owned)).toEqual([]);
      expect([...table.keys()].toSorted()).toEqual([...wanted.keys()].toSorted());
    }),
  );
});

test("what the table was brought to is not compared again, another object is", () => {
  const wanted = desired([service(80), server(5)], [service(81), server(5)]);
  const [first, second] = [...wanted];
  if (!first || !second) throw new Error("none");
  const emptied = actual([service(80)], [service(81)]);
  const settled = new Map([first, [second[0], { ...second[1] }]]);
  const explained = diffTables(wanted, emptied, new Set(), settled).map(explainOperation);
  expect(explained).toEqual(["add 192.168.1.5:3306 to TCP 192.168.1.100:81 (DR, weight 3)"]);
});
