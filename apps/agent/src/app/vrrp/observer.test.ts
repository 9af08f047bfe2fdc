import { err, ok } from "@baton/shared/base/result.ts";
import type { VirtualAddress, VrrpInstance } from "@baton/shared/config/model.ts";
import { expect, test } from "vitest";
import type { Link } from "../../core/netlink/route-link.ts";
import type { RouterEvent } from "../../core/vrrp/event.ts";
import { step } from "../../core/vrrp/step.ts";
import { trackKey } from "../../core/vrrp/track.ts";
import type { KernelLinks, LinkTable } from "../../ports/kernel-links.ts";
import { Belongings } from "./belongings.ts";
import { instance } from "./integration/vrrp-process.ts";
import { LinkSet } from "./link-set.ts";
import { Observer } from "./observer.ts";
import { createRouter, type Router } from "./router.ts";
import { Surroundings } from "./surroundings.ts";
import { SyncGroups } from "./sync-groups.ts";

const VIP = "192.168.1.100";
const eth0: Link = { index: 2, name: "eth0", up: true, running: true, mac: new Uint8Array(6), forwardsIpv6: false };

const tableOf = (link: Partial<Link>, ...addresses: readonly string[]): LinkTable => ({
  links: [{ ...eth0, ...link }],
  addresses: ["192.168.1.2", ...addresses].map((address) => ({
    interfaceIndex: 2,
    address,
    prefixLength: 24,
    secondary: false,
    scope: 0,
  })),
});

const done = async (changes: readonly unknown[]) => changes.map(() => "done" as const);
const kernel: KernelLinks = {
  read: async () => tableOf({}),
  change: done,
  changeRoutes: done,
  changeRules: done,
  changeLinks: done,
  close: () => {},
};

const rig = (changes: Partial<VrrpInstance> = {}) => {
  const router: Router = createRouter(instance({ virtualAddresses: [vip], ...changes }), 0, 0);
  const routers = new Map([[router.config.name, router]]);
  const events: string[] = [];
  let table = tableOf({});
  const surroundings: Surroundings = new Surroundings({
    routers,
    groups: new SyncGroups(routers),
    links: new LinkSet(
      () => err("not opened here"),
      () => {},
      () => true,
      () => {},
    ),
    belongings: new Belongings({
      kernel,
      table: () => table,
      settings: { set: () => null, read: () => null, restore: () => {} },
      runFirewall: async () => ok(undefined),
      log: () => {},
    }),
    now: () => 0,
  });
  const dispatch = (to: Router, event: RouterEvent): void => {
    events.push(event.type);
    to.state = step(to.params, to.state, event).state;
  };
  const observer = new Observer({
    deps: { clock: { monotonic: () => 0, wall: () => 0 }, event: () => {} },
    routers,
    surroundings,
    dispatch,
    changed: () => {},
  });
  const meet = (next: LinkTable, at = 1): string[] => {
    table = next;
    surroundings.tableKnown = true;
    surroundings.table = next;
    events.length = 0;
    observer.meetTable(false, at);
    return [...events];
  };
  return { router, surroundings, observer, dispatch, meet };
};

const vip: VirtualAddress = {
  ...(instance({}).virtualAddresses[0] as VirtualAddress),
  address: VIP,
  interface: "eth0",
};
const DOWN_AT = 4000;

const master = (changes: Partial<VrrpInstance> = {}) => {
  const all = rig(changes);
  all.meet(tableOf({}));
  all.dispatch(all.router, { type: "tick", at: DOWN_AT });
  expect(all.router.state.phase.name).toBe("master");
  return all;
};

test("an address that is missing is asked for again with each reading, until it is there", () => {
  const { meet } = master();
  const without = tableOf({});
  const held = tableOf({}, VIP);
  expect(meet(without, DOWN_AT + 1)).toEqual(["addresses-lost"]);
  expect(meet(without, DOWN_AT + 1200)).toEqual(["addresses-lost"]);
  expect(meet(held, DOWN_AT + 1500)).toEqual([]);
  expect(meet(held, DOWN_AT + 2500)).toEqual([]);
  expect(meet(tableOf({}), DOWN_AT + 3500)).toEqual(["addresses-lost"]);
});

test("a table that stays the same says nothing new, and one in which the link is down means fault", () => {
  const { router, meet } = rig();
  const table = tableOf({});
  expect(meet(table)).toEqual(["start"]);
  expect(meet(table)).toEqual([]);
  expect(meet(table)).toEqual([]);
  expect(meet(tableOf({ up: false }))).toEqual(["link"]);
  expect(router.state.phase.name).toBe("fault");
  expect(meet(tableOf({}))).toEqual(["link"]);
});

test("with the same table a refused address still puts the instance in fault, and its end takes it out", () => {
  const { router, meet } = master();
  const held = tableOf({}, VIP);
  meet(held, DOWN_AT + 1);
  meet(held, DOWN_AT + 2);
  router.addressProblem = { sentence: "can't add its addresses: EPERM", until: 1 };
  expect(meet(held, DOWN_AT + 3)).toEqual(["link"]);
  expect(router.state.phase.name).toBe("fault");
  router.addressProblem = null;
  expect(meet(held, DOWN_AT + 4)).toEqual(["link"]);
  expect(router.state.phase.name).toBe("backup");
});

test("with the same table what is tracked, the set of addresses and another configuration count at once", () => {
  const item = { name: "check", weight: 10, reverse: false };
  const { router, surroundings, observer, meet } = rig({ trackScripts: [item] });
  const table = tableOf({});
  meet(table);
  meet(table);
  observer.meetTracks(
    new Map([
      [trackKey("script", "check"), { kind: "script", name: "check", status: "up", detail: "", value: 0 } as const],
    ]),
  );
  expect(router.state.adjustment).toBe(10);
  const { view } = surroundings;
  surroundings.index();
  expect(surroundings.view).not.toBe(view);
  expect(meet(table)).toEqual([]);
  router.config = { ...router.config, sourceAddress: "192.168.1.3" };
  expect(meet(table)).toEqual(["link"]);
  expect(router.state.ownAddress).toBe("192.168.1.3");
});
