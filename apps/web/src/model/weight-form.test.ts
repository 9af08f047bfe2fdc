import { realServer } from "@baton/shared/contract/test-facts.ts";
import { expect, test } from "vitest";
import { services } from "./services.ts";
import { director } from "./test-nodes.ts";
import { startValues, type WeightForm, weightRequest } from "./weight-form.ts";

const by = { weight: 0, requestedBy: "ann", reason: "", until: null };
const rowOf = (...facts: Parameters<typeof realServer>[1][]) => {
  const nodes = facts.map((fact, index) => director(`lvs${index}`, 0, [realServer("192.168.1.5", fact)]));
  const row = services(nodes, 0)[0]?.rows[0];
  if (row === undefined) throw new Error("no row");
  return row;
};

test.each([
  ["nothing is overridden", rowOf({}, {}), "drain"],
  ["one director is overridden", rowOf({}, { overridden: by }), "restore"],
])("%s: %s", (_, row, change) => expect(startValues(row)).toMatchObject({ change, weight: "3", reason: "" }));

const form: WeightForm = { change: "drain", weight: "7", span: "h1", reason: " upgrade ", force: false };
const wish = { virtualServer: "TCP 192.168.1.100:3306", realServer: "192.168.1.5:3306", reason: "upgrade" };

test.each<[Partial<WeightForm>, object]>([
  [{}, { change: "drain", body: { ...wish, forSeconds: 3600, force: false } }],
  [
    { span: "restored", force: true },
    { change: "drain", body: { ...wish, forSeconds: null, force: true } },
  ],
  [{ change: "weight" }, { change: "weight", body: { ...wish, forSeconds: 3600, force: false, weight: 7 } }],
  [{ change: "restore" }, { change: "restore", body: wish }],
])("%o", (changes, expected) =>
  expect(weightRequest(wish.virtualServer, rowOf({}), { ...form, ...changes })).toEqual(expected),
);
