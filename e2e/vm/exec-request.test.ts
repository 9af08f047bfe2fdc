import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseExit, parseOpen, parseSignal } from "./exec-request.ts";

const bytes = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const run = { kind: "run", argv: ["ls", ""], cwd: "/", env: { A: "b" } };

describe("what the guest accepts", () => {
  test.each([run, { kind: "ping" }, { kind: "power-off" }])("%o", (request) => {
    expect(parseOpen(bytes({ token: "t", request }))).toEqual({ token: "t", request });
  });

  test.each([
    ["not JSON", "{"],
    ["no object", []],
    ["no token", { request: run }],
    ["no request", { token: "t" }],
    ["unknown kind", { token: "t", request: { kind: "reboot" } }],
    ["no program", { token: "t", request: { ...run, argv: [] } }],
    ["empty program", { token: "t", request: { ...run, argv: [""] } }],
    ["NUL in an argument", { token: "t", request: { ...run, argv: ["a\0b"] } }],
    ["number in argv", { token: "t", request: { ...run, argv: ["a", 1] } }],
    ["relative folder", { token: "t", request: { ...run, cwd: "tmp" } }],
    ["env is a list", { token: "t", request: { ...run, env: ["A=b"] } }],
    ["env value is no text", { token: "t", request: { ...run, env: { A: 1 } } }],
  ])("refused: %s", (_, message) => {
    expect(parseOpen(bytes(message))).toBeNull();
  });

  test("any bytes are answered, never thrown at", () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.json().map(bytes)), (payload) => {
        expect(parseOpen(payload)).toBeNull();
      }),
    );
  });
});

test("only signals that are forwarded are known", () => {
  expect(parseSignal(bytes("SIGINT"))).toBe("SIGINT");
  expect(parseSignal(bytes("SIGSTOP"))).toBeNull();
  expect(parseSignal(bytes("9"))).toBeNull();
});

test("an exit needs a status", () => {
  expect(parseExit(bytes({ status: 3, error: null }))).toEqual({ status: 3, error: null });
  expect(parseExit(bytes({ status: 127, error: "gone" }))).toEqual({ status: 127, error: "gone" });
  expect(parseExit(bytes({ error: null }))).toBeNull();
});
