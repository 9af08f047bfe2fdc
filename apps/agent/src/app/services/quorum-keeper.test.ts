import { expect, test } from "vitest";
import { createQuorumKeeper } from "./quorum-keeper.ts";
import { realServer, virtualServer } from "./testbed/model.ts";

const sorryServer = { address: "192.168.1.7", port: 3306, forwarding: "DR" as const, inhibit: false };

const start = () => {
  const told: string[] = [];
  const down = new Set<string>();
  const keeper = createQuorumKeeper({
    isUp: (_, { address }) => !down.has(address),
    tell: ({ kind, severity, text }) => told.push(`${kind} ${severity} ${text}`),
    log: (text) => told.push(text),
  });
  return { told, down, keeper };
};

test("lost with the last server, gained with the first, told once each", () => {
  const { told, down, keeper } = start();
  const server = virtualServer({ sorryServer });
  keeper.watch([server]);
  expect(told).toEqual([]);
  for (const address of ["192.168.1.5", "192.168.1.6"]) {
    down.add(address);
    keeper.follow(server);
  }
  expect(keeper.holds(server)).toBe(false);
  down.clear();
  keeper.follow(server);
  keeper.follow(server);
  expect(told).toEqual([
    "quorum.lost critical Lost quorum 1-0=1 > 0 for VS [192.168.1.100]:3306",
    "Adding sorry server [192.168.1.7]:3306 to VS [192.168.1.100]:3306",
    "Removing alive servers from the pool for VS [192.168.1.100]:3306",
    "quorum.gained info Gained quorum 1+0=1 <= 6 for VS [192.168.1.100]:3306",
    "Removing sorry server [192.168.1.7]:3306 from VS [192.168.1.100]:3306",
    "Adding alive servers to the pool for VS [192.168.1.100]:3306",
  ]);
});

test("a reload keeps what is held, and is judged by the new quorum", () => {
  const { told, keeper } = start();
  keeper.watch([virtualServer()]);
  keeper.watch([virtualServer({ quorum: 6 })]);
  expect(told).toEqual([]);
  keeper.watch([virtualServer({ quorum: 7 })]);
  keeper.watch([virtualServer({ realServers: [realServer("192.168.1.5", { weight: 9 })] })]);
  expect(told.map((text) => text.split(" ")[0])).toEqual(["quorum.lost", "quorum.gained"]);
});

test("with alpha a virtual server starts without, and gains it", () => {
  const { told, down, keeper } = start();
  const server = virtualServer({ alpha: true });
  down.add("192.168.1.5").add("192.168.1.6");
  keeper.watch([server]);
  expect(keeper.holds(server)).toBe(false);
  down.clear();
  keeper.follow(server);
  expect(told).toHaveLength(1);
});

test("standby servers count nothing towards the quorum, and stand in for it", () => {
  const { told, down, keeper } = start();
  const sorryServer = { address: "192.168.1.7", port: 3306, forwarding: "DR" as const, inhibit: false };
  const realServers = [realServer("192.168.1.5"), realServer("192.168.1.6", { standby: true, weight: 100 })];
  const server = virtualServer({ realServers, sorryServer, quorum: 3 });
  keeper.watch([server]);
  down.add("192.168.1.5");
  keeper.follow(server);
  down.clear();
  keeper.follow(server);
  expect(told).toEqual([
    "quorum.lost critical Lost quorum 3-0=3 > 0 for VS [192.168.1.100]:3306",
    "Adding standby servers to the pool for VS [192.168.1.100]:3306",
    "quorum.gained info Gained quorum 3+0=3 <= 3 for VS [192.168.1.100]:3306",
    "Removing standby servers from the pool for VS [192.168.1.100]:3306",
  ]);
});
