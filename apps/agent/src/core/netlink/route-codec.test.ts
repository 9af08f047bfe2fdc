import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeAddress, encodeAddressBody } from "./route-address.ts";
import { decodeLink, type Link, sameLink } from "./route-link.ts";
import { encodeIpvlanBody } from "./route-macvlan.ts";
import { attributeText, decodeAttributes, decodeMessages, encodeAttribute, encodeMessage } from "./route-message.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

test.runIf(new Uint8Array(Uint16Array.of(1).buffer)[0] === 1)(
  "the request that iproute2 sends for a labelled /32",
  () => {
    const body = encodeAddressBody({ address: "192.168.1.100", prefixLength: 32, label: "eth0:1" }, 2);
    // ifaddrmsg; IFA_LOCAL; IFA_ADDRESS; IFA_LABEL with its NUL, padded to four.
    expect(hex(body)).toBe("0220000002000000" + "08000200c0a80164" + "08000100c0a80164" + "0b000300657468303a310000");
    expect(hex(encodeMessage({ type: 20, flags: 0x605, sequence: 7, body })).slice(0, 32)).toBe(
      "34000000" + "1400" + "0506" + "07000000" + "00000000",
    );
  },
);

test.runIf(new Uint8Array(Uint16Array.of(1).buffer)[0] === 1)(
  "the request for a private ipvlan in a VRF, as linux/if_link.h lays it out",
  () => {
    const body = encodeIpvlanBody({ name: "iv", parentIndex: 2, masterIndex: 7, mode: "private" });
    // ifinfomsg; IFLA_IFNAME with its NUL; IFLA_LINK.
    const head = `${"00".repeat(16)}07000300697600000800050002000000`;
    // IFLA_INFO_KIND, and IFLA_INFO_DATA with IFLA_IPVLAN_MODE 0 (L2) and IFLA_IPVLAN_FLAGS 1.
    const info = "0a0001006970766c616e0000" + "14000200" + "0600010000000000" + "0600020001000000";
    expect(hex(body)).toBe(`${head}24001200${info}08000a0007000000`);
  },
);

test("an IPv6 address is added without duplicate address detection and never preferred", () => {
  const body = encodeAddressBody({ address: "2001:db8::100", prefixLength: 128, label: "ignored" }, 3);
  const attributes = decodeAttributes(body.subarray(8));
  expect([body[0], body[1], body[2]]).toEqual([10, 128, 2]);
  expect([...(attributes?.keys() ?? [])]).toEqual([2, 1, 6]);
});

test("what is none throws before the kernel sees it", () => {
  expect(() => encodeAddressBody({ address: "1.2.3", prefixLength: 32, label: null }, 1)).toThrow(RangeError);
});

describe("properties", () => {
  const address = fc.oneof(fc.ipV4(), fc.constantFrom("2001:db8::1", "fe80::1:2", "::1"));

  test("an address comes back from its message", () => {
    fc.assert(
      fc.property(
        address,
        fc.integer({ min: 0, max: 32 }),
        fc.integer({ min: 1, max: 100_000 }),
        (text, length, index) => {
          const body = encodeAddressBody({ address: text, prefixLength: length, label: null }, index);
          const bytes = encodeMessage({ type: 20, flags: 0, sequence: 1, body });
          const messages = decodeMessages(bytes);
          expect(messages.ok && messages.value.map(decodeAddress)).toEqual([
            { interfaceIndex: index, address: text, prefixLength: length, secondary: false, scope: 0 },
          ]);
        },
      ),
    );
  });

  test("no bytes make the decoders throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        decodeMessages(bytes);
        decodeAttributes(bytes);
        const message = { type: 16, flags: 0, sequence: 0, body: bytes };
        decodeLink(message);
        decodeAddress(message);
      }),
      { numRuns: 2000 },
    );
  });

  test("attributes come back, padding and all", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 0x3fff }), fc.uint8Array({ maxLength: 40 }), (type, value) => {
        expect(decodeAttributes(encodeAttribute(type, value))?.get(type)).toEqual(value);
      }),
    );
  });
});

test("text ends at the NUL", () => {
  expect(attributeText(Uint8Array.from(Buffer.from("eth0\0junk")))).toBe("eth0");
  expect(attributeText(Uint8Array.from(Buffer.from("eth0")))).toBe("eth0");
});

test("two links are the same only if every field is", () => {
  const link: Link = { index: 2, name: "eth0", up: true, running: true, mac: Uint8Array.of(1, 2), forwardsIpv6: false };
  expect(sameLink(link, { ...link, mac: Uint8Array.of(1, 2) })).toBe(true);
  const others: Partial<Link>[] = [{ up: false }, { mtu: 9000 }, { mac: Uint8Array.of(1, 3) }, { name: "eth1" }];
  for (const other of others) expect(sameLink({ ...link, mtu: 1500 }, { ...link, mtu: 1500, ...other })).toBe(false);
});
