import { readFileSync } from "node:fs";
import { millis } from "@baton/shared/base/duration.ts";
import { addressBytes } from "@baton/shared/net/ip-address.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { AdvertV3 } from "../vrrp/advert.ts";
import { decodeIpv6, encodeIpv6 } from "./ipv6-header.ts";
import { encodeNeighborAdvert } from "./neighbor-advert.ts";
import { decodeAdvert, encodeAdvert } from "./vrrp.ts";

const bytes = (text: string): Uint8Array => addressBytes(text) ?? new Uint8Array();
const PATH = { source: bytes("fe80::2"), destination: bytes("ff02::12") };
const ADVERT: AdvertV3 = {
  version: 3,
  virtualRouterId: 51,
  priority: 100,
  interval: millis(1000),
  addresses: ["fe80::100", "2001:db8::100"],
};
const whole = (payload: Uint8Array, hopLimit = 255): Uint8Array =>
  encodeIpv6({ trafficClass: 0xc0, hopLimit, nextHeader: 112, ...PATH }, payload);

const read = (packet: Uint8Array) => {
  const ip = decodeIpv6(packet);
  return ip.ok ? decodeAdvert(ip.value) : ip;
};

test("an advert over IPv6 comes back from its packet", () => {
  const packet = whole(encodeAdvert(ADVERT, PATH));
  expect([packet[0], packet[1], packet[6], packet[7]]).toEqual([0x6c, 0, 112, 255]);
  expect(read(packet)).toEqual({ ok: true, value: ADVERT });
});

test("the pseudo header belongs to the checksum over IPv6, whatever IPv4 is told", () => {
  expect(encodeAdvert(ADVERT, PATH, true)).toEqual(encodeAdvert(ADVERT, PATH));
  const elsewhere = encodeAdvert(ADVERT, { ...PATH, source: bytes("fe80::3") });
  expect(read(whole(elsewhere))).toMatchObject({ ok: false, error: { kind: "checksum" } });
});

test("without the pseudo header over IPv4 it is RFC 9568's checksum, and is understood", () => {
  const path = { source: bytes("192.168.1.2"), destination: bytes("224.0.0.18") };
  const advert = { ...ADVERT, addresses: ["192.168.1.100"] };
  const payload = encodeAdvert(advert, path, true);
  expect(payload).not.toEqual(encodeAdvert(advert, path));
  const packet = { ttl: 255, protocol: 112, source: "192.168.1.2", destination: "224.0.0.18", payload };
  expect(decodeAdvert(packet)).toEqual({ ok: true, value: advert });
});

test.each([
  ["hop limit 254", whole(encodeAdvert(ADVERT, PATH), 254), "ttl"],
  ["version 2, which IPv6 never had", whole(Uint8Array.of(0x21, 51, 100, 0, 0, 1, 0, 0)), "version"],
  ["cut off", whole(encodeAdvert(ADVERT, PATH)).subarray(0, 60), "truncated"],
  ["no header", new Uint8Array(39).fill(0x60), "truncated"],
])("%s is refused: %s", (_, packet, kind) => {
  expect(read(packet)).toMatchObject({ ok: false, error: { kind } });
});

test("any bytes are an answer, never an exception", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
      expect(typeof read(noise).ok).toBe("boolean");
      const tail = whole(noise);
      expect(read(tail).ok && noise.length === 0).toBe(false);
    }),
  );
});

test("an unsolicited neighbour advertisement, byte by byte", () => {
  const frame = encodeNeighborAdvert(Uint8Array.of(2, 0, 0, 0, 0, 7), bytes("2001:db8::100"), true);
  expect(Buffer.from(frame).toString("hex")).toBe(
    [
      "333300000001",
      "020000000007",
      "86dd",
      "6000000000203aff",
      "20010db8000000000000000000000100",
      "ff020000000000000000000000000001",
      "8800",
      "7726",
      "a0000000",
      "20010db8000000000000000000000100",
      "0201020000000007",
    ].join(""),
  );
  expect(encodeNeighborAdvert(Uint8Array.of(2, 0, 0, 0, 0, 7), bytes("2001:db8::100"), false)[58]).toBe(0x20);
});

interface Golden {
  readonly name: string;
  readonly packet: string;
  readonly advert: AdvertV3;
}

const GOLDEN = readFileSync(new URL("../../../../../conformance/vrrp/valid-ipv6.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Golden);

test.each(GOLDEN)("$name: understood, and sent byte by byte the same", ({ packet, advert }) => {
  const captured = Uint8Array.from(Buffer.from(packet, "hex"));
  const ip = decodeIpv6(captured);
  const unicast = captured[24] !== 0xff;
  expect(ip.ok && decodeAdvert(ip.value, unicast)).toEqual({ ok: true, value: advert });
  const path = { source: captured.slice(8, 24), destination: captured.slice(24, 40) };
  const sent = encodeIpv6({ trafficClass: 0xc0, hopLimit: 255, nextHeader: 112, ...path }, encodeAdvert(advert, path));
  // The flow label and, by unicast, the hop limit are the sending kernel's.
  sent.set(captured.subarray(1, 4), 1);
  if (unicast) sent.set(captured.subarray(7, 8), 7);
  expect(Buffer.from(sent).toString("hex")).toBe(packet);
});
