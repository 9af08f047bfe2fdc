import { millis } from "@baton/shared/base/duration.ts";
import { addressBytes } from "@baton/shared/net/ip-address.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { internetChecksum } from "../../core/bytes/internet-checksum.ts";
import { AH_BYTES, AH_PROTOCOL } from "../../core/packet/authentication-header.ts";
import { encodeIpv6 } from "../../core/packet/ipv6-header.ts";
import { pseudoHeader, VRRP_PROTOCOL } from "../../core/packet/vrrp-common.ts";
import type { RouterEvent } from "../../core/vrrp/event.ts";
import { step } from "../../core/vrrp/step.ts";
import { instance } from "./integration/vrrp-process.ts";
import { advertPackets } from "./packets.ts";
import { Reception } from "./reception.ts";
import { createRouter, type Router } from "./router.ts";

/** BATON_FUZZ_RUNS=1000000 makes an evening of it. */
const RUNS = Number(process.env.BATON_FUZZ_RUNS ?? 3000);
const PEER = "192.168.1.11";
const PEER6 = "fe80::11";
const HEADER_BYTES = { inet: 20, inet6: 40 } as const;

const vips6 = [{ address: "fe80::100", prefixLength: 128, interface: "eth0", label: null }];
const v3 = { version: 3, authentication: null, advertInterval: millis(100) } as const;
const configs = [
  instance({ name: "v2", virtualRouterId: 51 }),
  instance({ name: "v3", virtualRouterId: 52, ...v3 }),
  instance({ name: "unicast", virtualRouterId: 53, ...v3, unicastPeers: [PEER], checkUnicastSource: true }),
  instance({ name: "v6", virtualRouterId: 54, ...v3, virtualAddresses: vips6 }),
  instance({ name: "ah", virtualRouterId: 55, authentication: { type: "AH", password: "s3cret" } }),
];

const inPhase = (config: (typeof configs)[number], phase: "backup" | "master"): Router => {
  const router = createRouter(config, 0, 0);
  const address = router.params.family === "inet" ? "192.168.1.2" : "fe80::2";
  const events: RouterEvent[] = [{ type: "start", at: 0, link: { usable: true, address } }];
  if (phase === "master") events.push({ type: "tick", at: 60_000 });
  for (const event of events) router.state = step(router.params, router.state, event).state;
  expect(router.state.phase.name).toBe(phase);
  return router;
};

const rig = (phase: "backup" | "master") => {
  const routers = new Map(configs.map((config) => [config.name, inPhase(config, phase)]));
  const delivered: RouterEvent[] = [];
  let told = 0;
  const deps = { clock: { monotonic: () => 60_001, wall: () => 1 }, event: () => void told++, log: () => {} };
  const reception = new Reception(deps, routers, (_, event) => delivered.push(event));
  reception.index();
  const counted = (): number => [...routers.values()].reduce((sum, { refusedCount }) => sum + refusedCount, 0);
  const kinds = (): number => [...routers.values()].reduce((sum, { refused }) => sum + refused.size, 0);
  return { routers, delivered, reception, counted, kinds, told: () => told };
};

/** What a stronger peer of each of ours would send us. */
const sound: readonly Uint8Array[] = configs.map((config) => {
  const unicast = config.unicastPeers ? { unicastPeers: ["192.168.1.2"] } : {};
  const peer = createRouter({ ...config, ...unicast, priority: 200 }, 0, 0);
  const [first] = advertPackets(peer, 200, peer.params.family === "inet" ? PEER : PEER6);
  return first?.packet ?? new Uint8Array();
});

const familyOf = (packet: Uint8Array): "inet" | "inet6" => ((packet[0] ?? 0) >> 4 === 6 ? "inet6" : "inet");

const isAuthenticated = (packet: Uint8Array): boolean => familyOf(packet) === "inet" && packet[9] === AH_PROTOCOL;
const virtualRouterIdAt = (packet: Uint8Array): number =>
  HEADER_BYTES[familyOf(packet)] + (isAuthenticated(packet) ? AH_BYTES : 0) + 1;

/** Checked apart from the decoders: a version 2 advert alone, a version 3 one with or without its pseudo header. */
const checksumFits = (packet: Uint8Array): boolean => {
  const family = familyOf(packet);
  const payload = packet.subarray(HEADER_BYTES[family]);
  const [from, to] = family === "inet" ? [12, 16] : [8, 24];
  const path = { source: packet.slice(from, to), destination: packet.slice(to, to + (to - from)) };
  return internetChecksum(payload) === 0 || internetChecksum(pseudoHeader(path, payload.length), payload) === 0;
};

test("unharmed, each of them is heard", () => {
  const { reception, delivered, counted } = rig("backup");
  for (const packet of sound) reception.receive("eth0", packet, 60_001);
  expect(delivered).toHaveLength(sound.length);
  expect(counted()).toBe(0);
});

const randomBytes = fc.uint8Array({ maxLength: 300, size: "max" });

test.each(["backup", "master"] as const)("random bytes: no %s ever hears of them, and they are counted", (phase) => {
  const { reception, delivered, routers, counted, kinds, told } = rig(phase);
  const before = [...routers.values()].map(({ state }) => state);
  fc.assert(
    fc.property(randomBytes, fc.constantFrom(51, 52, 53, 55, null), (bytes, aim) => {
      const packet = Uint8Array.from(bytes);
      // Mostly as IPv4, for one of ours: otherwise few get past the first look.
      const isAimed = aim !== null && packet.length > 45;
      if (isAimed) {
        packet.set([0x45], 0);
        packet.set([aim === 55 ? AH_PROTOCOL : VRRP_PROTOCOL], 9);
        packet.set([aim], virtualRouterIdAt(packet));
      }
      const counts = counted();
      reception.receive("eth0", packet, 60_001);
      if (isAimed) expect(counted()).toBe(counts + 1);
    }),
    { numRuns: RUNS },
  );
  expect(delivered).toEqual([]);
  expect([...routers.values()].map(({ state }) => state)).toEqual(before);
  // Told once for each kind, whatever comes.
  expect(told()).toBe(kinds());
});

test("sound adverts with bytes changed: whatever is heard has a right checksum and means ours", () => {
  const mutation = fc.record({
    which: fc.nat({ max: sound.length - 1 }),
    changes: fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 }),
    length: fc.option(fc.nat({ max: 120 }), { freq: 4 }),
  });
  const { reception, delivered, counted, routers } = rig("backup");
  fc.assert(
    fc.property(mutation, ({ which, changes, length }) => {
      const original = sound[which] ?? new Uint8Array();
      const packet = Uint8Array.from(original);
      const header = HEADER_BYTES[familyOf(original)];
      for (const [where, value] of changes) packet[header + (where % (packet.length - header))] = value;
      const cut = length === null ? packet : packet.subarray(0, length);
      const [heard, counts] = [delivered.length, counted()];
      reception.receive("eth0", cut, 60_001);
      if (delivered.length > heard) {
        // A digest covers everything.
        if (isAuthenticated(original)) expect(cut).toEqual(original);
        else expect(checksumFits(cut)).toBe(true);
        const event = delivered.at(-1);
        const advert = event?.type === "advert" ? event.advert : null;
        const own = [...routers.values()].find(({ params }) => params.virtualRouterId === advert?.virtualRouterId);
        expect(advert?.addresses.toSorted()).toEqual(own?.params.addresses.toSorted());
      } else if (cut[virtualRouterIdAt(original)] === original[virtualRouterIdAt(original)])
        expect(counted()).toBeGreaterThan(counts);
    }),
    { numRuns: RUNS },
  );
});

test("IPv6 packets of any payload", () => {
  const { reception, delivered } = rig("backup");
  const path = {
    source: addressBytes(PEER6) ?? new Uint8Array(16),
    destination: addressBytes("ff02::12") ?? new Uint8Array(16),
  };
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat({ max: 255 }), (payload, hopLimit) => {
      if (payload.length > 1) payload[1] = 54;
      reception.receive("eth0", encodeIpv6({ trafficClass: 0, hopLimit, nextHeader: 112, ...path }, payload), 60_001);
    }),
    { numRuns: RUNS },
  );
  expect(delivered).toEqual([]);
});
