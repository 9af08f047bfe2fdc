import type { VirtualServer } from "@baton/shared/config/model.ts";
import { expect, test } from "vitest";
import { createBoundaryTeller, keysOf } from "./boundary-teller.ts";
import { realServer, virtualServer } from "./testbed/model.ts";

const [DB1, DB2] = ["192.168.1.5", "192.168.1.6"];
const sorryServer = { address: "192.168.1.9", port: 3306, forwarding: "DR", inhibit: false } as const;

/** With these addresses down; a virtual server has its quorum while one of its servers is up. */
const start = (...down: readonly string[]) => {
  const told: string[] = [];
  const isUp = (_: VirtualServer, { address }: { readonly address: string }): boolean => !down.includes(address);
  const teller = createBoundaryTeller({
    isUp,
    hasQuorum: (each) => each.realServers.some((server) => isUp(each, server)),
    teller: {
      server: ({ port }, { address }, up) => void told.push(`${port} ${address} ${up}`),
      quorum: ({ port }, has) => void told.push(`${port} ${has}`),
    },
  });
  return { teller, told };
};
const NONE: ReadonlySet<string> = new Set();

test("the start: quorums, servers only with rs_init_notifies, no quorum only where somebody stands in", () => {
  const { teller, told } = start(DB2);
  const lost = { realServers: [realServer(DB2)] };
  const servers = [
    virtualServer(),
    virtualServer({ ...lost, port: 1 }),
    virtualServer({ ...lost, port: 2, sorryServer }),
  ];
  teller.began(servers, NONE, false);
  expect(told.splice(0)).toEqual(["3306 true", "2 false"]);
  teller.began(servers, NONE, true);
  expect(told).toEqual([`3306 ${DB1} true`, "3306 true", "2 false"]);
});

test("a reload: what is new and what is gone, and nothing of the rest", () => {
  const { teller, told } = start(DB2);
  const before = [virtualServer(), virtualServer({ port: 1 })];
  const after = [
    virtualServer({ realServers: [realServer("192.168.1.7"), realServer(DB2)] }),
    virtualServer({ port: 2 }),
  ];
  teller.ended(before, keysOf(after));
  expect(told.splice(0)).toEqual([`3306 ${DB1} false`, `1 ${DB1} false`, "1 false"]);
  teller.began(after, keysOf(before), true);
  expect(told).toEqual(["3306 192.168.1.7 true", `2 ${DB1} true`, "2 true"]);
});
