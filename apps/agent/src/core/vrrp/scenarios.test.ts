import { millis } from "@baton/shared/base/duration.ts";
import { expect, test } from "vitest";
import type { RouterParams } from "./params.ts";
import { testParams } from "./testing/params.ts";
import { Simulation } from "./testing/simulation.ts";

const pair = () => {
  const net = new Simulation();
  const a = net.add("a", "192.168.1.2", testParams({ priority: 100 }));
  const b = net.add("b", "192.168.1.11", testParams({ priority: 90 }));
  net.run(10_000);
  return { net, a, b };
};

const from = (net: Simulation, at: number): string =>
  `\n${net.transcript.filter((line) => Number(line.slice(0, 6)) >= at).join("\n")}\n`;

test("start, crash of the master, its return", () => {
  const { net, a } = pair();
  net.crash(a);
  net.run(10_000);
  net.add("a2", "192.168.1.2", testParams({ priority: 100 }));
  net.run(10_000);
  expect(from(net, 0)).toMatchInlineSnapshot(`
    "
         0  a initialize -> backup: startup
         0  b initialize -> backup: startup
      3609  a backup -> master: no advert heard for 3609 ms
      3609  a addresses on
      3609  a gratuitous ARP x5 (transition)
     10000  a dies
     13259  b backup -> master: no advert from 192.168.1.2 (priority 100) for 3648 ms, the last came 3648 ms ago
     13259  b addresses on
     13259  b gratuitous ARP x5 (transition)
     20000  a2 initialize -> backup: startup
     23609  a2 backup -> master: preempting the weaker master 192.168.1.11 (priority 90), the last came 350 ms ago
     23609  a2 addresses on
     23609  a2 gratuitous ARP x5 (transition)
     23610  b addresses off
     23610  b master -> backup: heard 192.168.1.2 (priority 100): higher priority
     23611  a2 hears weaker 192.168.1.11 (90)
     23611  a2 gratuitous ARP x5 (lower priority)
    "
  `);
});

test("a planned hand-over and its end: at no moment does nobody hold the addresses", () => {
  const { net, b } = pair();
  net.holders.splice(0);
  net.deliver(b, { type: "takeover", at: net.now, leaseMs: 5_000, requestedBy: "drill 7" });
  net.run(12_000);
  expect(from(net, 10_000)).toMatchInlineSnapshot(`
    "
     10000  b backup -> master: takeover by command of drill 7
     10000  b addresses on
     10000  b gratuitous ARP x5 (transition)
     10000  b takeover starts
     10001  a addresses off
     10001  a master -> backup: heard 192.168.1.11 (priority 254): higher priority
     15000  b takeover ends (lease-ended)
     17610  a backup -> master: preempting the weaker master 192.168.1.11 (priority 90), the last came 609 ms ago
     17610  a addresses on
     17610  a gratuitous ARP x5 (transition)
     17611  b addresses off
     17611  b master -> backup: heard 192.168.1.2 (priority 100): higher priority
    "
  `);
  expect(net.holders.map(({ ids }) => ids.join("+"))).toEqual(["a+b", "b", "a+b", "a"]);
});

test("three routers: the master stops, the stronger of the others takes over, the third stays quiet", () => {
  const { net, a } = pair();
  net.add("c", "192.168.1.12", testParams({ priority: 50 }));
  net.run(1_000);
  net.deliver(a, { type: "stop", at: net.now, reason: "stopping" });
  net.run(5_000);
  expect(from(net, 10_001)).toMatchInlineSnapshot(`
    "
     11000  a sends priority 0
     11000  a addresses off
     11000  a master -> initialize: stopping
     11014  b backup -> master: 192.168.1.2 resigned with priority 0
     11014  b addresses on
     11014  b gratuitous ARP x5 (transition)
    "
  `);
});

/** `a` resigns at 12000, while b and c are backups. */
const resignation = (b: Partial<RouterParams>, c: Partial<RouterParams>) => {
  const net = new Simulation();
  const a = net.add("a", "192.168.1.2", testParams({ ...b, priority: 100 }));
  net.add("b", "192.168.1.11", testParams(b));
  net.add("c", "192.168.1.12", testParams(c));
  net.run(12_000);
  net.deliver(a, { type: "stop", at: net.now, reason: "stopping" });
  net.run(5_000);
  return net;
};

test("two backups of nearly the same priority: both may begin, the first adverts settle it", () => {
  const net = resignation({ priority: 90 }, { priority: 89 });
  expect(from(net, 12_000)).toMatchInlineSnapshot(`
    "
     12000  a sends priority 0
     12000  a addresses off
     12000  a master -> initialize: stopping
     12014  b backup -> master: 192.168.1.2 resigned with priority 0
     12014  b addresses on
     12014  b gratuitous ARP x5 (transition)
     12014  c backup -> master: 192.168.1.2 resigned with priority 0
     12014  c addresses on
     12014  c gratuitous ARP x5 (transition)
     12015  c addresses off
     12015  c master -> backup: heard 192.168.1.11 (priority 90): higher priority
     12015  b hears weaker 192.168.1.12 (89)
     12015  b gratuitous ARP x5 (lower priority)
    "
  `);
  expect(net.holders.at(-1)?.ids).toEqual(["b"]);
});

test("the same with nopreempt: the stronger one still wins, since nobody was running", () => {
  const net = resignation({ priority: 90, preempt: false }, { priority: 89, preempt: false });
  expect(from(net, 12_000)).toMatchInlineSnapshot(`
    "
     12000  a sends priority 0
     12000  a addresses off
     12000  a master -> initialize: stopping
     12014  b backup -> master: 192.168.1.2 resigned with priority 0
     12014  b addresses on
     12014  b gratuitous ARP x5 (transition)
     12014  c backup -> master: 192.168.1.2 resigned with priority 0
     12014  c addresses on
     12014  c gratuitous ARP x5 (transition)
     12015  c addresses off
     12015  c master -> backup: heard 192.168.1.11 (priority 90): higher priority
     12015  b hears weaker 192.168.1.12 (89)
     12015  b gratuitous ARP x5 (lower priority)
    "
  `);
  expect(net.holders.at(-1)?.ids).toEqual(["b"]);
});

test("a weaker third router that waits the whole skew, as keepalived does, stays quiet", () => {
  const net = resignation({ priority: 90 }, { priority: 50, wholeSkew: true });
  expect(from(net, 12_000)).toMatchInlineSnapshot(`
    "
     12000  a sends priority 0
     12000  a addresses off
     12000  a master -> initialize: stopping
     12014  b backup -> master: 192.168.1.2 resigned with priority 0
     12014  b addresses on
     12014  b gratuitous ARP x5 (transition)
    "
  `);
});

test("a stronger third router that waits the whole skew pre-empts when it is through, make before break", () => {
  const net = resignation({ priority: 50 }, { priority: 90, wholeSkew: true });
  expect(from(net, 12_000)).toMatchInlineSnapshot(`
    "
     12000  a sends priority 0
     12000  a addresses off
     12000  a master -> initialize: stopping
     12017  b backup -> master: 192.168.1.2 resigned with priority 0
     12017  b addresses on
     12017  b gratuitous ARP x5 (transition)
     12649  c backup -> master: preempting the weaker master 192.168.1.11 (priority 50), the last came 631 ms ago
     12649  c addresses on
     12649  c gratuitous ARP x5 (transition)
     12650  b addresses off
     12650  b master -> backup: heard 192.168.1.12 (priority 90): higher priority
    "
  `);
  expect(net.holders.filter(({ at }) => at > 12_014).every(({ ids }) => ids.length > 0)).toBe(true);
});

test("version 3 at 10 ms: the hand-over is never longer than the skew", () => {
  const fast = { version: 3, advertInterval: millis(10) } as const;
  expect(from(resignation({ ...fast, priority: 90 }, { ...fast, priority: 50 }), 12_000)).toMatchInlineSnapshot(`
    "
     12000  a sends priority 0
     12000  a addresses off
     12000  a master -> initialize: stopping
     12007  b backup -> master: 192.168.1.2 resigned with priority 0
     12007  b addresses on
     12007  b gratuitous ARP x5 (transition)
    "
  `);
});

test("a cut cable makes two masters, and its repair one", () => {
  const { net, b } = pair();
  b.connected = false;
  net.run(10_000);
  b.connected = true;
  net.run(3_000);
  expect(from(net, 10_000)).toMatchInlineSnapshot(`
    "
     13259  b backup -> master: no advert from 192.168.1.2 (priority 100) for 3648 ms, the last came 3648 ms ago
     13259  b addresses on
     13259  b gratuitous ARP x5 (transition)
     20260  a hears weaker 192.168.1.11 (90)
     20260  a gratuitous ARP x5 (lower priority)
     20261  b addresses off
     20261  b master -> backup: heard 192.168.1.2 (priority 100): higher priority
     20262  a hears weaker 192.168.1.11 (90)
     20262  a gratuitous ARP x5 (lower priority)
    "
  `);
});

test("the same where the master never hears the other one's adverts: told when it yields, it announces itself anew", () => {
  const { net, b } = pair();
  b.connected = false;
  net.run(10_300);
  b.connected = true;
  net.run(3_000);
  expect(from(net, 20_000)).toMatchInlineSnapshot(`
    "
     20610  b addresses off
     20610  b master -> backup: heard 192.168.1.2 (priority 100): higher priority
     20611  a hears weaker 192.168.1.11 (90)
     20611  a gratuitous ARP x5 (lower priority)
    "
  `);
});

test("a master that stalls longer than the others wait yields to the one that took over", () => {
  const { net, a } = pair();
  a.stalled = true;
  net.run(6_000);
  net.wake(a);
  net.run(5_000);
  expect(from(net, 10_000)).toMatchInlineSnapshot(`
    "
     13259  b backup -> master: no advert from 192.168.1.2 (priority 100) for 3648 ms, the last came 3648 ms ago
     13259  b addresses on
     13259  b gratuitous ARP x5 (transition)
     16000  a addresses off
     16000  a master -> backup: own stall: no advert sent for 6391 ms, and 192.168.1.11 (priority 90) became master
     19609  a backup -> master: preempting the weaker master 192.168.1.11 (priority 90), the last came 350 ms ago
     19609  a addresses on
     19609  a gratuitous ARP x5 (transition)
     19610  b addresses off
     19610  b master -> backup: heard 192.168.1.2 (priority 100): higher priority
     19611  a hears weaker 192.168.1.11 (90)
     19611  a gratuitous ARP x5 (lower priority)
    "
  `);
});

test("a master that is alone and stalls says nothing for an interval, and its addresses stay", () => {
  const net = new Simulation();
  const alone = net.add("a", "192.168.1.2", testParams());
  net.run(10_000);
  alone.stalled = true;
  net.run(6_000);
  net.wake(alone);
  net.run(5_000);
  expect(from(net, 10_000)).toMatchInlineSnapshot(`
    "
     16000  a warns: own stall: no advert sent for 6391 ms, longer than the others wait; listening first
     17609  a gratuitous ARP x5 (own stall)
    "
  `);
});

test("frozen as a whole, a master hears nothing of what was said, and still yields to the one that took over", () => {
  const { net, a } = pair();
  a.stalled = true;
  a.connected = false;
  net.run(6_000);
  a.connected = true;
  net.wake(a);
  net.run(2_000);
  expect(from(net, 10_000)).toMatchInlineSnapshot(`
    "
     13259  b backup -> master: no advert from 192.168.1.2 (priority 100) for 3648 ms, the last came 3648 ms ago
     13259  b addresses on
     13259  b gratuitous ARP x5 (transition)
     16000  a warns: own stall: no advert sent for 6391 ms, longer than the others wait; listening first
     16260  a addresses off
     16260  a master -> backup: own stall: no advert sent for 6650 ms, and 192.168.1.11 (priority 90) became master
    "
  `);
});

test("a backup that stalls does not take its own stall for the master's death", () => {
  const { net, b } = pair();
  b.stalled = true;
  net.run(60_000);
  net.wake(b);
  net.run(5_000);
  expect(from(net, 10_000)).toBe("\n\n");
});

test("equal priorities: the higher address wins, and stays", () => {
  const net = new Simulation();
  net.add("low", "192.168.1.2", testParams());
  net.add("high", "192.168.1.11", testParams());
  net.run(20_000);
  expect(from(net, 1)).toMatchInlineSnapshot(`
    "
      3609  low backup -> master: no advert heard for 3609 ms
      3609  low addresses on
      3609  low gratuitous ARP x5 (transition)
      3609  high backup -> master: no advert heard for 3609 ms
      3609  high addresses on
      3609  high gratuitous ARP x5 (transition)
      3610  high hears weaker 192.168.1.2 (100)
      3610  high gratuitous ARP x5 (lower priority)
      3610  low addresses off
      3610  low master -> backup: heard 192.168.1.11 (priority 100): equal priority, higher address
    "
  `);
});

test("version 3 at 10 ms", () => {
  const net = new Simulation();
  const fast = { version: 3, advertInterval: millis(10) } as const;
  const a = net.add("a", "10.0.0.1", testParams({ ...fast, priority: 200 }));
  net.add("b", "10.0.0.2", testParams({ ...fast, priority: 100 }));
  net.run(1_000);
  net.crash(a);
  net.run(100);
  expect(from(net, 1)).toMatchInlineSnapshot(`
    "
        32  a backup -> master: no advert heard for 32 ms
        32  a addresses on
        32  a gratuitous ARP x5 (transition)
      1000  a dies
      1029  b backup -> master: no advert from 10.0.0.1 (priority 200) for 36 ms, the last came 36 ms ago
      1029  b addresses on
      1029  b gratuitous ARP x5 (transition)
    "
  `);
});
