import type { DnsCheck } from "@baton/shared/config/model-checks.ts";
import { encode } from "dns-packet";
import { afterEach, describe, expect, test } from "vitest";
import { probeDns } from "./dns.ts";
import { type Answer, at, LoopbackServers, never, timers } from "./loopback.testing.ts";

const servers = new LoopbackServers();
afterEach(() => servers.close());

describe("DNS_CHECK", () => {
  const check = (port: number, changes: Partial<DnsCheck> = {}): DnsCheck => ({
    kind: "DNS_CHECK",
    ...timers,
    ...at(port),
    type: "SOA",
    name: "example.com",
    ...changes,
  });
  /** The query, made an answer with this code. */
  const asReply = (query: Buffer, code: number): Buffer => {
    const bytes = Buffer.from(query);
    bytes.writeUInt16BE(0x8180 | code, 2);
    return bytes;
  };

  test("any answer without an error is good, and the query is as it should be", async () => {
    const queries: Buffer[] = [];
    const port = await servers.answer((query, reply) => {
      queries.push(query);
      reply(asReply(query, 0));
    });
    expect(await probeDns(check(port), never)).toEqual({ ok: true });
    expect(await probeDns(check(port, { type: "AAAA", name: "." }), never)).toEqual({ ok: true });
    expect(queries[0]?.subarray(2).toString("hex")).toBe(
      "010000010000000000000765 78616d706c6503636f6d0000060001".replace(" ", ""),
    );
    expect(queries[1]?.subarray(12).toString("hex")).toBe("00001c0001");
  });

  test.each([
    [2, "the answer is SERVFAIL"],
    [3, "the answer is NXDOMAIN"],
    [5, "the answer is REFUSED"],
  ])("code %i is an error", async (code, reason) => {
    const port = await servers.answer((query, reply) => reply(asReply(query, code)));
    expect(await probeDns(check(port), never)).toEqual({ ok: false, kind: "answer", reason });
  });

  test("what does not answer the question is passed over", async () => {
    const port = await servers.answer((query, reply) => {
      const other = asReply(query, 3);
      other.writeUInt16BE(query.readUInt16BE(0) ^ 1, 0);
      reply(other);
      reply(Buffer.from("nonsense"));
      reply(query);
      reply(
        encode({ type: "response", id: query.readUInt16BE(0), flags: 3, questions: [{ type: "A", name: "evil" }] }),
      );
      reply(asReply(query, 0));
    });
    expect(await probeDns(check(port), never)).toEqual({ ok: true });
  });

  test.each<[string, Answer, object]>([
    ["is slow", () => {}, { kind: "timeout" }],
    [
      "says nonsense under our number",
      (query, reply) => reply(Buffer.concat([query.subarray(0, 2), Buffer.alloc(60_000, 0xff)])),
      { kind: "answer" },
    ],
    [
      "points a name at itself",
      (query, reply) => {
        const bytes = Buffer.concat([asReply(query, 0).subarray(0, 12), Buffer.from([0xc0, 12, 0, 6, 0, 1])]);
        reply(bytes);
      },
      { kind: "answer" },
    ],
  ])("a server that %s", async (_, how, expected) => {
    expect(await probeDns(check(await servers.answer(how)), never)).toMatchObject({ ok: false, ...expected });
  });

  test("a closed port is refused", async () => {
    expect(await probeDns(check(await servers.desertedUdp()), never)).toMatchObject({ ok: false, kind: "refused" });
  });
});
