import type { VirtualServer } from "@baton/shared/config/model.ts";
import { expect, test } from "vitest";
import { expandServices } from "../../core/ipvs/expand.ts";
import { createTableWish } from "./table-wish.ts";
import { virtualServer } from "./testbed/model.ts";

const start = () => {
  const expanded: VirtualServer[] = [];
  let isUp = true;
  const wish = createTableWish((server) => {
    expanded.push(server);
    return expandServices(
      server,
      () => isUp,
      () => true,
    );
  });
  return { wish, expanded, die: () => (isUp = false) };
};

const KEY = "TCP 192.168.1.100:3306";
const one = virtualServer();
const two = virtualServer({ port: 80 });

test("only what is touched is worked out again; the others are the same objects", () => {
  const { wish, expanded, die } = start();
  const list = [one, two];
  expect(wish.touched(list)).toEqual(list);
  const first = wish.table(list);
  expect(wish.touched(list)).toEqual([]);
  expect(wish.table(list)).toBe(first);
  die();
  wish.touch(two);
  expect(wish.touched(list)).toEqual([two]);
  const second = wish.table(list);
  expect(second.get(KEY)).toBe(first.get(KEY));
  expect(second.get("TCP 192.168.1.100:80")?.destinations.size).toBe(0);
  expect(expanded).toEqual([one, two, two]);
  wish.touchAll();
  expect(wish.table(list).get(KEY)?.destinations.size).toBe(0);
});

test("of another configuration what is the same object counts as known", () => {
  const { wish, expanded } = start();
  wish.table([one, two]);
  const edited = virtualServer({ scheduler: "rr" });
  const next = [two, edited];
  expect(wish.touched(next)).toEqual([edited]);
  expect(wish.table(next).get(KEY)?.service.scheduler).toBe("rr");
  expect(expanded).toEqual([one, two, edited]);
  expect(wish.table([two]).has(KEY)).toBe(false);
});

test("of a service that is written twice the first stands, touched or not", () => {
  const { wish } = start();
  const twin = virtualServer({ scheduler: "rr" });
  const list = [one, twin];
  expect(wish.table(list).get(KEY)?.service.scheduler).toBe("wrr");
  wish.touch(twin);
  expect(wish.table(list).get(KEY)?.service.scheduler).toBe("wrr");
});
