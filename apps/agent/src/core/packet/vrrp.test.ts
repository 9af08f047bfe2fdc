import { readFileSync } from "node:fs";
import { millis } from "@baton/shared/base/duration.ts";
import { addressBytes, addressText } from "@baton/shared/net/ip-address.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Advert, AdvertV2, AdvertV3 } from "../vrrp/advert.ts";
import { decodeIpv4, encodeIpv4 } from "./ipv4-header.ts";
import { decodeAdvert, encodeAdvert, peekVirtualRouterId } from "./vrrp.ts";
import { decodeV3, encodeV3 } from "./vrrp-v3.ts";

const FOLDER = new URL("../../../../../conformance/vrrp/", import.meta.url);
const lines = (file: string): unknown[] =>
  readFileSync(new URL(file, FOLDER), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

const fromHex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "hex"));

interface ValidCase {
  name: string;
  packet: string;
  advert: { authData?: string } & Record<string, unknown>;
}

const decode = (packet: Uint8Array) => {
  const ip = decodeIpv4(packet);
  return ip.ok ? decodeAdvert(ip.value) : ip;
};

const asJson = (advert: Advert): unknown =>
  advert.version === 2 ? { ...advert, authData: Buffer.from(advert.authData).toString("hex") } : advert;

describe("conformance", () => {
  const valid = lines("valid.jsonl") as ValidCase[];

  test.each(valid)("$name", ({ packet, advert }) => {
    const decoded = decode(fromHex(packet));
    expect(decoded.ok && asJson(decoded.value)).toEqual(advert);
  });

  test.each(valid.filter(({ name }) => name.startsWith("keepalived")))(
    "we send the same bytes: $name",
    ({ packet }) => {
      const bytes = fromHex(packet);
      const decoded = decode(bytes);
      if (!decoded.ok) throw new Error(decoded.error.kind);
      const path = { source: bytes.slice(12, 16), destination: bytes.slice(16, 20) };
      const sent = encodeIpv4(
        { tos: 0xc0, identification: (bytes[4] ?? 0) * 256 + (bytes[5] ?? 0), ttl: 255, protocol: 112, ...path },
        encodeAdvert(decoded.value, path),
      );
      // The kernel fills the header checksum in.
      sent.set(bytes.subarray(10, 12), 10);
      expect(Buffer.from(sent).toString("hex")).toBe(packet);
    },
  );

  test.each(lines("invalid.jsonl") as { name: string; packet: string; error: string }[])(
    "$name is refused: $error",
    ({ packet, error }) => {
      expect(decode(fromHex(packet))).toMatchObject({ ok: false, error: { kind: error } });
    },
  );
});

const ipv4 = fc.uint8Array({ minLength: 4, maxLength: 4 });
const ipv6 = fc.uint8Array({ minLength: 16, maxLength: 16 });
const common = {
  virtualRouterId: fc.integer({ min: 1, max: 255 }),
  priority: fc.integer({ min: 0, max: 255 }),
};
const texts = (address: fc.Arbitrary<Uint8Array>) => fc.array(address.map(addressText), { maxLength: 255 });

const advertV2: fc.Arbitrary<AdvertV2> = fc.record({
  version: fc.constant(2 as const),
  ...common,
  interval: fc.integer({ min: 0, max: 255 }).map((seconds) => millis(seconds * 1000)),
  addresses: texts(ipv4),
  authType: fc.integer({ min: 0, max: 255 }),
  authData: fc.uint8Array({ minLength: 8, maxLength: 8 }),
});

const advertV3 = (address: fc.Arbitrary<Uint8Array>): fc.Arbitrary<AdvertV3> =>
  fc.record({
    version: fc.constant(3 as const),
    ...common,
    interval: fc.integer({ min: 0, max: 4095 }).map((centiseconds) => millis(centiseconds * 10)),
    addresses: texts(address),
  });

describe("properties", () => {
  test("an advert comes back from its packet", () => {
    fc.assert(
      fc.property(fc.oneof(advertV2, advertV3(ipv4)), ipv4, ipv4, (advert, source, destination) => {
        const payload = encodeAdvert(advert, { source, destination });
        const packet = encodeIpv4(
          { tos: 0xc0, identification: 7, ttl: 255, protocol: 112, source, destination },
          payload,
        );
        expect(decode(packet)).toEqual({ ok: true, value: advert });
      }),
    );
  });

  test("so does one over IPv6", () => {
    fc.assert(
      fc.property(advertV3(ipv6), ipv6, ipv6, (advert, source, destination) => {
        const path = { source, destination };
        expect(decodeV3(encodeV3(advert, path), path)).toEqual({ ok: true, value: advert });
      }),
    );
  });

  test("no bytes make it throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(typeof decode(bytes).ok).toBe("boolean");
        peekVirtualRouterId(bytes, 0);
        const payload = { ttl: 255, protocol: 112, source: "10.0.0.1", destination: "224.0.0.18", payload: bytes };
        expect(typeof decodeAdvert(payload).ok).toBe("boolean");
      }),
      { numRuns: 2000 },
    );
  });

  test("one flipped bit of the advert is always noticed", () => {
    const source = addressBytes("192.168.1.2") ?? new Uint8Array(4);
    const destination = addressBytes("224.0.0.18") ?? new Uint8Array(4);
    fc.assert(
      fc.property(advertV2, fc.nat(), (advert, where) => {
        const payload = encodeAdvert(advert, { source, destination });
        const bit = where % (payload.length * 8);
        payload[bit >> 3] = (payload[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const packet = { ttl: 255, protocol: 112, source: "192.168.1.2", destination: "224.0.0.18", payload };
        expect(decodeAdvert(packet).ok).toBe(false);
      }),
    );
  });
});
