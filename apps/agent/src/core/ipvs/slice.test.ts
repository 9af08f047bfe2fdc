import { expect, test } from "vitest";
import { serviceKey } from "./key.ts";
import { chooseServices, type ListedService, orBelieved } from "./slice.ts";
import { type ActualDestination, type ActualTable, NO_COUNTS, NO_TRAFFIC, NO_TUNNEL } from "./table.ts";

const listedOf = (count: number): ListedService[] =>
  Array.from({ length: count }, (_, port) => ({
    service: {
      id: { kind: "address", protocol: "TCP", address: "10.0.0.1", port: port + 1 },
      scheduler: "wrr",
      schedulerFlags: 0,
      onePacket: false,
      persistence: null,
      persistenceEngine: null,
    },
    traffic: NO_TRAFFIC,
  }));

const server = (active: number): ReadonlyMap<string, ActualDestination> =>
  new Map([
    [
      "10.0.0.5:80",
      {
        destination: {
          address: "10.0.0.5",
          port: 80,
          forwarding: "NAT",
          weight: 1,
          upperThreshold: 0,
          lowerThreshold: 0,
          tunnel: NO_TUNNEL,
        },
        counts: { ...NO_COUNTS, active },
      },
    ],
  ]);

const believedOf = (listed: readonly ListedService[], active = 0): ActualTable =>
  new Map(listed.map((value) => [serviceKey(value.service.id), { ...value, destinations: server(active) }]));

const portsOf = (chosen: readonly ListedService[]): readonly number[] =>
  chosen.map(({ service }) => (service.id.kind === "address" ? service.id.port : 0));

test("a table of ordinary size is read as a whole, and so is one of which nothing is believed", () => {
  const small = listedOf(256);
  expect(chooseServices(small, believedOf(small), 0).chosen).toBe(small);
  const large = listedOf(1000);
  expect(chooseServices(large, null, 300).chosen).toBe(large);
});

test.each([
  [257, 512 / 2],
  [1050, 512 / 2],
  [20_000, 20_000 / 10],
])(
  "of %i services with a server each at most %i are read at a time, in turn, and all within ten looks",
  (count, most) => {
    const listed = listedOf(count);
    const believed = believedOf(listed);
    const seen = new Set<number>();
    let turn = 0;
    for (let look = 0; look < 10; look++) {
      const { chosen, nextTurn } = chooseServices(listed, believed, turn);
      expect(chosen.length).toBeLessThanOrEqual(most);
      for (const port of portsOf(chosen)) seen.add(port);
      turn = nextTurn;
    }
    expect(seen.size).toBe(count);
  },
);

test("servers count, not services alone", () => {
  const listed = listedOf(3);
  const [one] = server(0).values();
  if (!one) throw new Error("none");
  const pool = new Map(Array.from({ length: 400 }, (_, index) => [`10.1.0.${index}:80`, one] as const));
  const believed: ActualTable = new Map(
    listed.map((value) => [serviceKey(value.service.id), { ...value, destinations: pool }]),
  );
  expect(portsOf(chooseServices(listed, believed, 0).chosen)).toEqual([1, 2]);
  expect(portsOf(chooseServices(listed, believed, 2).chosen)).toEqual([3]);
});

test("where something happens is read each time: packets, connections that are left, a service nobody knew", () => {
  const listed = listedOf(1000);
  const traffic = { ...NO_TRAFFIC, connections: 3 };
  const believed = new Map(believedOf(listed));
  const [passing, idle, left, fresh] = [500, 501, 502, 503].map((index) => listed[index]);
  if (!passing || !idle || !left || !fresh) throw new Error("too few");
  believed.set(serviceKey(idle.service.id), { ...idle, traffic, destinations: server(0) });
  believed.set(serviceKey(left.service.id), { ...left, traffic, destinations: server(1) });
  believed.delete(serviceKey(fresh.service.id));
  const now = listed.map((value, index) => (index >= 500 && index <= 502 ? { ...value, traffic } : value));
  expect(portsOf(chooseServices(now, believed, 0).chosen).slice(256)).toEqual([501, 503, 504]);
});

test("what was read is what was believed where it says the same, and only there", () => {
  const [listed] = listedOf(1);
  if (!listed) throw new Error("none");
  const believed = { ...listed, destinations: server(1) };
  expect(orBelieved({ ...listed, service: { ...listed.service }, destinations: server(1) }, believed)).toBe(believed);
  const others = [
    { ...listed, destinations: server(2) },
    { ...listed, destinations: new Map() },
    { ...listed, traffic: { ...NO_TRAFFIC, inBytes: 1 }, destinations: server(1) },
    { ...listed, service: { ...listed.service, scheduler: "rr" }, destinations: server(1) },
  ];
  for (const read of others) expect(orBelieved(read, believed)).toBe(read);
});
