import { describe, expect, test } from "vitest";
import { judgeFile } from "./file-number.ts";
import { judgeUdpReply } from "./udp-reply.ts";

describe("a UDP reply", () => {
  const required = { pattern: "", minLength: 0, maxLength: 255 };
  const reply = Uint8Array.of(0xab, 0x12, 0x0f);
  test.each<[string, Partial<typeof required>, string | null]>([
    ["any content", {}, null],
    ["too short", { minLength: 4 }, "a reply of 3 bytes, not of 4 to 255"],
    ["too long", { maxLength: 2 }, "a reply of 3 bytes, not of 0 to 2"],
    ["as it should begin", { pattern: "ab12" }, null],
    ["with digits that may be any", { pattern: "axx20x" }, null],
    ["shorter than the pattern", { pattern: "ab120fffff" }, null],
    ["other content", { pattern: "ab13" }, "the reply differs in byte 2"],
  ])("%s", (_, changes, reason) => {
    expect(judgeUdpReply({ ...required, ...changes }, reply)).toEqual(
      reason === null ? { ok: true } : { ok: false, kind: "answer", reason },
    );
  });
});

describe("a number in a file", () => {
  test.each<[number, number, boolean, object]>([
    [0, 1, false, { ok: true, added: { by: 0, reason: "" } }],
    [5, 2, false, { ok: true, added: { by: 10, reason: "load says 5" } }],
    [5, 2, true, { ok: true, added: { by: -10, reason: "load says 5" } }],
    [-5, 2, false, { ok: true, added: { by: -10, reason: "load says -5" } }],
    [1, 0, false, { ok: false, kind: "answer", reason: "load says 1" }],
    [0, 0, false, { ok: true }],
    [0, 0, true, { ok: false, kind: "answer", reason: "load says 0" }],
    [3, 0, true, { ok: true }],
    [-80_000, 1, false, { ok: true, added: { by: -80_000, reason: "load says -80000" } }],
    [65_536, 1, false, { ok: true, added: { by: 65_536, reason: "load says 65536" } }],
    [0x7fff_ffff, 253, false, { ok: true, added: { by: 0x7fff_ffff, reason: "load says 2147483647" } }],
  ])("%i times %i, reverse %s", (number, weight, reverse, expected) => {
    expect(judgeFile("load", number, { weight, reverse })).toEqual(expected);
  });
});
