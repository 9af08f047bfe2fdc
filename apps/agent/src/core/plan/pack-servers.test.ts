import { loadConfig } from "@baton/shared/config/load.ts";
import type { VirtualServer } from "@baton/shared/config/model.ts";
import { expect, test } from "vitest";
import { type PackedServers, packServers, unpackServers } from "./pack-servers.ts";

const pool = (service: number, weight = 1): string =>
  `virtual_server 10.0.0.${service} 80 {\n protocol TCP\n${[1, 2, 3]
    .map((server) => ` real_server 10.1.${service}.${server} 80 {\n weight ${weight}\n TCP_CHECK {\n }\n }\n`)
    .join("")}}\n`;

const read = (...pools: readonly string[]): readonly VirtualServer[] => {
  const { model } = loadConfig({ path: "k.conf", text: pools.join("") }, () => []);
  if (!model) throw new Error("the configuration is broken");
  return model.virtualServers;
};

const placeless = (servers: readonly VirtualServer[]): unknown =>
  JSON.parse(JSON.stringify(servers, (key, value: unknown) => (key === "range" ? undefined : value)));

const sent = (packed: PackedServers): PackedServers => JSON.parse(JSON.stringify(packed)) as PackedServers;

test("a configuration arrives whole, in little more than its addresses", () => {
  const servers = read(pool(1), pool(2), pool(3));
  const packed = packServers(servers);
  expect(placeless(unpackServers(sent(packed)))).toEqual(placeless(servers));
  expect(packed[2]).toEqual({
    address: "10.0.0.3",
    realServers: [1, 2, 3].map((server) => ({
      address: `10.1.3.${server}`,
      checkers: [{ connectAddress: `10.1.3.${server}` }],
    })),
  });
});

test("of a reload only what changed is told, and all else stays the same object", () => {
  const first = read(pool(1), pool(2), pool(3));
  const had = unpackServers(sent(packServers(first)));
  const next = read(pool(3), "# a line that moves the rest\n", pool(1), pool(2, 5), pool(4));
  const packed = packServers(next, first);
  expect(packed.slice(0, 2)).toEqual([2, 0]);
  expect(packed[2]).toEqual([1, { realServers: [{ weight: 5 }, { weight: 5 }, { weight: 5 }] }]);
  const has = unpackServers(sent(packed), had);
  expect(placeless(has)).toEqual(placeless(next));
  expect([has[0], has[1]]).toEqual([had[2], had[0]]);
  expect(has[0]).toBe(had[2]);
  const third = packServers(read(pool(1), pool(2, 5).replace("weight 5", "weight 6"), pool(3)), next);
  const hasNow = unpackServers(sent(third), has);
  expect(hasNow[1]?.realServers.map((server) => has[2]?.realServers.includes(server))).toEqual([false, true, true]);
});

test("what was told ahead, in parts, is told by its place, with what has changed since", () => {
  const first = read(pool(1), pool(2), pool(3), pool(4));
  const parts = [packServers(first.slice(0, 2)), packServers(first.slice(2), [], first[1])];
  let had: readonly VirtualServer[] = [];
  for (const part of parts) had = [...had, ...unpackServers(sent(part), [], had.at(-1))];
  expect(placeless(had)).toEqual(placeless(first));
  expect(parts[1]?.[0]).toEqual(packServers(first)[2]);
  const next = read(pool(1), pool(2, 5), pool(3), pool(4), pool(5));
  const packed = packServers(next, first);
  expect([packed[0], packed[2], packed[3]]).toEqual([0, 2, 3]);
  expect(placeless(unpackServers(sent(packed), had))).toEqual(placeless(next));
});

test("what probes follow by its checker is told apart, however alike the servers are", () => {
  const servers = read(pool(1).replaceAll("10.1.1.", "10.9.9."), pool(2).replaceAll("10.1.2.", "10.9.9."));
  const checkers = unpackServers(sent(packServers(servers))).flatMap(({ realServers }) =>
    realServers.flatMap((server) => server.checkers),
  );
  expect(new Set(checkers).size).toBe(6);
});

test("a place that the reader does not have is refused", () => {
  expect(() => unpackServers([0])).toThrow("there is no virtual server 0 among 0");
});
