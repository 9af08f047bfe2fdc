import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8Bytes } from "../bytes/bytes.ts";
import { AH_BYTES, type Hmac, sign, verify, withAuthenticationHeader } from "./authentication-header.ts";
import { encodeIpv4 } from "./ipv4-header.ts";
import { decodeAdvert } from "./vrrp.ts";

interface Case {
  readonly name: string;
  readonly password: string;
  readonly unicast: boolean;
  readonly packet: string;
  readonly sequence: number;
  readonly advert: object;
}

const cases = readFileSync(new URL("../../../../../conformance/vrrp/authenticated.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Case);

const hmac: Hmac = (key, bytes) => createHmac("md5", key).update(bytes).digest();
const keyOf = (password: string): Uint8Array => {
  const key = new Uint8Array(8);
  key.set(utf8Bytes(password));
  return key;
};
const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));
/** A router may change TOS, fragment fields and checksum, and of unicast the TTL. */
const mayChange = (at: number, unicast: boolean): boolean => [1, 6, 7, 10, 11, ...(unicast ? [8] : [])].includes(at);

describe.each(cases)("$name", ({ password, unicast, packet, sequence, advert }) => {
  const bytes = bytesOf(packet);
  const key = keyOf(password);

  test("is in order, and means what it says", () => {
    const verified = verify(bytes, key, unicast, hmac);
    if (!verified.ok) throw new Error(verified.error);
    expect(verified.value.sequence).toBe(sequence);
    const inside = { ttl: 255, protocol: 112, source: "192.168.1.11", destination: "224.0.0.18" };
    const decoded = decodeAdvert({ ...inside, payload: verified.value.payload });
    expect(decoded.ok && decoded.value).toMatchObject({ ...advert, version: 2, authType: 2 });
  });

  test("is made byte by byte as keepalived makes it", () => {
    const payload = bytes.subarray(20 + AH_BYTES);
    const [source, destination] = [bytes.subarray(12, 16), bytes.subarray(16, 20)];
    const made = encodeIpv4(
      { tos: 0xc0, identification: sequence, ttl: 255, protocol: 51, source, destination },
      withAuthenticationHeader(source, sequence, payload),
    );
    sign(made, key, unicast, hmac);
    // The kernel fills in the checksum of the IP header.
    made.set(bytes.subarray(10, 12), 10);
    expect(Buffer.from(made).toString("hex")).toBe(packet);
  });

  test("with another password, or any byte changed that no router changes, it is refused", () => {
    expect(verify(bytes, keyOf("other"), unicast, hmac).ok).toBe(false);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flipped) => {
        // Version and lengths are looked at before.
        fc.pre(at !== 0 && at !== 2 && at !== 3);
        const changed = Uint8Array.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ flipped;
        expect(verify(changed, key, unicast, hmac).ok).toBe(mayChange(at, unicast));
      }),
    );
  });
});

test("an SPI that is not the sender's address is refused though the digest is right", () => {
  const source = Uint8Array.of(192, 168, 1, 11);
  const payload = withAuthenticationHeader(Uint8Array.of(192, 168, 1, 12), 1, new Uint8Array(20));
  const path = { source, destination: Uint8Array.of(224, 0, 0, 18) };
  const packet = encodeIpv4({ tos: 0, identification: 1, ttl: 255, protocol: 51, ...path }, payload);
  sign(packet, keyOf("s3cret"), false, hmac);
  expect(verify(packet, keyOf("s3cret"), false, hmac)).toEqual({
    ok: false,
    error: "SPI 192.168.1.12, expected the sender's address",
  });
});

test("one that is cut short is refused", () => {
  const bytes = bytesOf(cases[0]?.packet ?? "");
  for (let length = 20; length < bytes.length; length++) {
    const cut = bytes.slice(0, length);
    cut[3] = length;
    expect(verify(cut, keyOf("s3cret"), false, hmac).ok).toBe(false);
  }
});
