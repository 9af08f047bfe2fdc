import { expect, test } from "vitest";
import { foldOperations } from "./fold.ts";
import { destinationKey, serviceKey } from "./key.ts";
import type { TableOperation } from "./operation.ts";
import { type ActualTable, type Destination, NO_COUNTS, NO_TRAFFIC, NO_TUNNEL, type Service } from "./table.ts";

const id = { kind: "address", protocol: "TCP", address: "10.0.0.1", port: 80 } as const;
const service: Service = {
  id,
  scheduler: "wrr",
  schedulerFlags: 0,
  onePacket: false,
  persistence: null,
  persistenceEngine: null,
};
const destination = (index: number, weight = 1): Destination => ({
  address: `10.1.${index >> 8}.${index & 255}`,
  port: 80,
  forwarding: "NAT",
  weight,
  upperThreshold: 0,
  lowerThreshold: 0,
  tunnel: NO_TUNNEL,
});
const tableOf = (count: number): ActualTable => {
  const entries = Array.from({ length: count }, (_, index) => destination(index)).map(
    (each) => [destinationKey(each), { destination: each, counts: { ...NO_COUNTS, active: 4 } }] as const,
  );
  return new Map([[serviceKey(id), { service, traffic: NO_TRAFFIC, destinations: new Map(entries) }]]);
};

test("changes a copy, counters stay with what stays", () => {
  const before = tableOf(2);
  const operations: TableOperation[] = [
    { op: "edit-destination", id, destination: destination(0, 9), from: destination(0) },
    { op: "delete-destination", id, destination: destination(1) },
    { op: "add-destination", id, destination: destination(2) },
    { op: "edit-service", service: { ...service, scheduler: "rr" }, from: service },
    { op: "delete-destination", id, destination: destination(2) },
  ];
  const after = foldOperations(before, operations).get(serviceKey(id));
  expect(after?.service.scheduler).toBe("rr");
  expect([...(after?.destinations.values() ?? [])]).toEqual([
    { destination: destination(0, 9), counts: { ...NO_COUNTS, active: 4 } },
  ]);
  expect(before).toEqual(tableOf(2));
});

test("is done at once for the ten thousand servers of one service", () => {
  const count = 10_000;
  const operations = Array.from({ length: count }, (_, index): TableOperation => {
    return { op: "delete-destination", id, destination: destination(index) };
  });
  const began = performance.now();
  const after = foldOperations(tableOf(count), operations);
  expect(after.get(serviceKey(id))?.destinations.size).toBe(0);
  // Copying the servers for every operation would take a hundred million steps.
  expect(performance.now() - began).toBeLessThan(3000);
});
