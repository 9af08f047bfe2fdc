import type { FactChange } from "@baton/shared/contract/facts.ts";
import { expect, test } from "vitest";
import { type ServerHealth, startServer, stepServer } from "../../core/health/server.ts";
import { expandTable } from "../../core/ipvs/expand.ts";
import type { ActualTable } from "../../core/ipvs/table.ts";
import { NO_COUNTS, NO_TRAFFIC } from "../../core/ipvs/table.ts";
import { createFactTeller } from "./fact-teller.ts";
import { realServer, virtualServer } from "./testbed/model.ts";

const web = virtualServer({ port: 80, realServers: [realServer("192.168.1.5"), realServer("192.168.1.6")] });
const sql = virtualServer();

const tableOf = (...servers: readonly (typeof web)[]): ActualTable =>
  new Map(
    [
      ...expandTable(
        servers,
        () => true,
        () => true,
      ),
    ].map(([key, { service, destinations }]) => [
      key,
      {
        service,
        traffic: NO_TRAFFIC,
        destinations: new Map(
          [...destinations].map(([place, destination]) => [place, { destination, counts: NO_COUNTS }] as const),
        ),
      },
    ]),
  );

const start = () => {
  const told: (readonly FactChange[])[] = [];
  const healths = new Map<string, ServerHealth>();
  let revision = 0;
  const teller = createFactTeller({
    report: (changes) => told.push(changes),
    wall: () => 7,
    healthOf: (key) => healths.get(key) ?? null,
    wordOn: () => ({ reason: "", override: null }),
    revision: () => revision,
  });
  const fail = (key: string): void => {
    const up = healths.get(key) ?? startServer(1, true, 0, "");
    healths.set(key, stepServer(up, { checker: 0, up: false, reason: "refused" }, 1).health);
    revision += 1;
  };
  /** What the last report said, in short. */
  const last = (): readonly string[] =>
    (told.at(-1) ?? []).map((change) => {
      if (change.op === "set") return `set ${change.fact.key}`;
      return change.op === "remove" ? `remove ${change.key}` : "confirm";
    });
  return { teller, told, fail, last };
};

test("tells everything once, then what changed, and confirms with a fresh word only", () => {
  const { teller, told, fail, last } = start();
  const list = [web, sql];
  const view = { ok: true, table: tableOf(web, sql) } as const;
  teller.tell(list, view, false);
  expect(last()).toHaveLength(6);
  teller.tell(list, view, true);
  expect(last()).toEqual(["confirm"]);
  fail("TCP 192.168.1.100:80 -> 192.168.1.6:3306");
  teller.tell(list, view, false);
  expect(last()).toEqual(["set TCP 192.168.1.100:80 -> 192.168.1.6:3306"]);
  const reports = told.length;
  teller.tell(list, view, false);
  expect(told).toHaveLength(reports);
});

test("a counter that moved is told of, by the service's new object in the table", () => {
  const { teller, last } = start();
  const table = new Map(tableOf(web, sql));
  teller.tell([web, sql], { ok: true, table }, true);
  const key = "TCP 192.168.1.100:80";
  const before = table.get(key);
  if (!before) throw new Error("not in the table");
  const next = new Map(table).set(key, { ...before, traffic: { ...NO_TRAFFIC, connections: 1 } });
  teller.tell([web, sql], { ok: true, table: next }, true);
  expect(last()).toEqual([`set ${key}`, "confirm"]);
});

test("of a reload it tells what is new and what is gone, of a twin that stays nothing", () => {
  const { teller, told, last } = start();
  const view = { ok: true, table: tableOf(web, sql) } as const;
  const twin = virtualServer();
  teller.tell([web, sql, twin], view, false);
  teller.tell([web, twin], view, false);
  expect(told.map(({ length }) => length)).toEqual([6]);
  const smaller = virtualServer({ port: 80, realServers: [realServer("192.168.1.5")] });
  teller.tell([smaller, twin], view, false);
  expect(last()).toEqual(["remove TCP 192.168.1.100:80 -> 192.168.1.6:3306"]);
});
