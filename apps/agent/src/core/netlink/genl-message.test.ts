import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attribute, cString, decodeAttributes, u32 } from "./genl-attribute.ts";
import { decodeReplies, encodeRequest, encodeRequests, NLM_F_ACK } from "./genl-message.ts";

const bytes = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const hex = (value: Uint8Array): string => [...value].map((byte) => byte.toString(16).padStart(2, "0")).join("");

test("asking the controller for the family IPVS, as libnl asks", () => {
  const request = { family: 16, command: 3, version: 1, flags: NLM_F_ACK, attributes: [attribute(2, cString("IPVS"))] };
  expect(hex(encodeRequest(request, 0x6b034103))).toBe(
    "20000000100005000341036b00000000" + "03010000" + "0900020049505653" + "00000000",
  );
});

test("of a batch only the last asks for an acknowledgement", () => {
  const request = { family: 28, command: 5, version: 1, flags: NLM_F_ACK, attributes: [attribute(1, u32(7))] };
  const flagsOf = (datagram: Uint8Array): number[] =>
    [0, 1, 2].map((index) => new DataView(datagram.buffer).getUint16((index * datagram.length) / 3 + 6, true));
  const [alone, batch] = [null, NLM_F_ACK].map((last) => encodeRequests([request, request, request], 1, last));
  if (!alone || !batch) throw new Error("none");
  expect(flagsOf(alone)).toEqual([5, 5, 5]);
  expect(flagsOf(batch)).toEqual([1, 1, 5]);
  expect(flagsOf(encodeRequests([request, request, request], 1, 0))).toEqual([1, 1, 1]);
});

describe("answers", () => {
  test("an acknowledgement, and a refusal with its errno", () => {
    const header = "14000000020000000700000000000000";
    expect(decodeReplies(bytes(`${header}00000000${header}ffffffff`))).toEqual({
      ok: true,
      value: [
        { kind: "error", sequence: 7, errno: 0 },
        { kind: "error", sequence: 7, errno: 1 },
      ],
    });
  });

  test("parts of a dump, then its end; what is netlink's own is left out", () => {
    const part = "180000001c0002000900000000000000" + "01010000" + "04000100";
    const noop = "10000000010000000900000000000000";
    const done = "14000000030002000900000000000000" + "00000000";
    expect(decodeReplies(bytes(part + noop + done))).toEqual({
      ok: true,
      value: [
        { kind: "data", sequence: 9, family: 28, command: 1, multi: true, attributes: bytes("04000100") },
        { kind: "done", sequence: 9, errno: 0 },
      ],
    });
  });

  test.each([
    ["half a header", "1400000002", "short", "message header"],
    ["a length below the header's", "0f000000020000000700000000000000", "bad-length", "message header"],
    ["a length beyond the datagram", "ff000000020000000700000000000000", "bad-length", "message header"],
    ["an error without its number", "12000000020000000700000000000000ffff", "short", "error message"],
    ["a generic message without its header", "120000001c00000007000000000000000101", "short", "generic header"],
  ])("%s is refused", (_name, datagram, code, where) => {
    expect(decodeReplies(bytes(datagram))).toEqual({ ok: false, error: { code, where } });
  });

  test("any bytes are taken apart or refused, never an exception", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (datagram) => {
        expect(typeof decodeReplies(datagram).ok).toBe("boolean");
      }),
      { numRuns: 2000 },
    );
  });
});

describe("attributes", () => {
  test("what was encoded comes back, whatever its length", () => {
    const payload = fc.uint8Array({ maxLength: 40 });
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(fc.nat(200), payload), { selector: ([type]) => type }), (pairs) => {
        const encoded = pairs.map(([type, value]) => attribute(type, value));
        const decoded = decodeAttributes(Uint8Array.from(encoded.flatMap((part) => [...part])));
        expect(decoded).toEqual({ ok: true, value: new Map(pairs) });
      }),
    );
  });

  test("a length that does not fit is refused", () => {
    for (const length of [3, 9]) {
      const broken = attribute(1, u32(5));
      broken[0] = length;
      expect(decodeAttributes(broken)).toEqual({ ok: false, error: { code: "bad-length", where: "attribute" } });
    }
  });

  test("more than a message of the kernel ever has are refused", () => {
    const many = Array.from({ length: 300 }, (_, type) => [...attribute(type, u32(type))]).flat();
    expect(decodeAttributes(Uint8Array.from(many))).toEqual({
      ok: false,
      error: { code: "too-many", where: "attribute" },
    });
  });
});
