import { describe, expect, test } from "vitest";
import { concatBytes } from "../bytes/bytes.ts";
import { internetChecksum } from "../bytes/internet-checksum.ts";
import { decodeIcmp, type Echo, encodeEchoRequest, sameEcho } from "./echo.ts";

const echo: Echo = { identifier: 0x1234, sequence: 7, payload: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) };

const ipv4 = (message: Uint8Array, protocol = 1): Uint8Array => {
  const header = new Uint8Array(20);
  header.set([0x45, 0, 0, 0, 0, 0, 0, 0, 64, protocol]);
  return concatBytes([header, message]);
};
const sealed = (message: Uint8Array): Uint8Array => {
  const bytes = Uint8Array.from(message);
  bytes.set([0, 0], 2);
  const sum = internetChecksum(bytes);
  bytes.set([sum >> 8, sum & 255], 2);
  return bytes;
};
const asReply = (family: "inet" | "inet6"): Uint8Array => {
  const bytes = Uint8Array.from(encodeEchoRequest(family, echo));
  bytes[0] = family === "inet" ? 0 : 129;
  return family === "inet" ? ipv4(sealed(bytes)) : bytes;
};

describe("ICMP echo", () => {
  test("a request is as RFC 792 draws it, with a checksum that sums up to nothing", () => {
    const bytes = encodeEchoRequest("inet", echo);
    expect([...bytes.subarray(0, 2), ...bytes.subarray(4)]).toEqual([8, 0, 0x12, 0x34, 0, 7, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(internetChecksum(bytes)).toBe(0);
    expect(encodeEchoRequest("inet6", echo)[0]).toBe(128);
  });

  test.each(["inet", "inet6"] as const)("a reply over %s carries the echo back", (family) => {
    const news = decodeIcmp(family, asReply(family));
    expect(news).toMatchObject({ type: "reply" });
    expect(news && sameEcho(echo, news.echo)).toBe(true);
  });

  test("an error names the echo that it quotes", () => {
    const quote = ipv4(encodeEchoRequest("inet", echo));
    const error = ipv4(sealed(concatBytes([Uint8Array.of(3, 1, 0, 0, 0, 0, 0, 0), quote.subarray(0, 28)])));
    const news = decodeIcmp("inet", error);
    expect(news).toMatchObject({ type: "unreachable", reason: "host unreachable" });
    expect(news && sameEcho(echo, news.echo)).toBe(true);
  });

  test("what is cut, broken or about something else is nothing", () => {
    const reply = asReply("inet");
    for (let length = 0; length < 28; length++) expect(decodeIcmp("inet", reply.subarray(0, length))).toBeNull();
    const broken = Uint8Array.from(reply);
    broken[30] = 99;
    expect(decodeIcmp("inet", broken)).toBeNull();
    expect(decodeIcmp("inet", ipv4(encodeEchoRequest("inet", echo)))).toBeNull();
    expect(decodeIcmp("inet", ipv4(sealed(encodeEchoRequest("inet", echo)), 17))).toBeNull();
    expect(sameEcho(echo, { ...echo, identifier: 1 })).toBe(false);
    expect(sameEcho(echo, { ...echo, payload: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 9) })).toBe(false);
  });
});
