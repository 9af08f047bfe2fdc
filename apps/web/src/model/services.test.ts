import { realServer, virtualServer } from "@baton/shared/contract/test-facts.ts";
import { expect, test } from "vitest";
import { services } from "./services.ts";
import { director } from "./test-nodes.ts";

const NOW = 50_000;

test("real servers side by side, sorted by address, a hole where a director does not report one", () => {
  const nodes = [
    director("lvs1", NOW, [virtualServer(), realServer("192.168.1.11"), realServer("192.168.1.6")]),
    director("lvs2", NOW, [virtualServer({ inTable: false }), realServer("192.168.1.6", { health: "down" })]),
  ];
  const [service] = services(nodes, NOW);
  expect(service?.rows.map(({ address, cells }) => [address, cells.map((cell) => cell?.fact.health ?? null)])).toEqual([
    ["192.168.1.6", ["up", "down"]],
    ["192.168.1.11", ["up", null]],
  ]);
  expect(service?.missingOn).toEqual(["lvs2"]);
});

test("a table that was not read lately is not called empty", () => {
  const [service] = services([director("lvs1", NOW - 60_000, [virtualServer({ inTable: false })])], NOW);
  expect(service?.missingOn).toEqual([]);
});

test("nothing reported, nothing shown", () => {
  expect(services([director("lvs1", NOW, [])], NOW)).toEqual([]);
});
