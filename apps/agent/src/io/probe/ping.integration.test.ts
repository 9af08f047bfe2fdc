import type { PingCheck } from "@baton/shared/config/model-checks.ts";
import { describe, expect, test } from "vitest";
import { at, never, timers } from "./loopback.testing.ts";
import { createPing } from "./ping.ts";

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot)("PING_CHECK", () => {
  const check = (connectAddress: string, changes: Partial<PingCheck> = {}): PingCheck => ({
    kind: "PING_CHECK",
    ...timers,
    ...at(0, { connectAddress }),
    ...changes,
  });

  test("loopback answers over both families, from a chosen address too; many at once share a socket", async () => {
    const ping = createPing();
    const many = Array.from({ length: 200 }, (_, index) => ping(check(`127.0.1.${index + 1}`), never));
    expect(await Promise.all(many)).toEqual(many.map(() => ({ ok: true })));
    expect(await ping(check("::1"), never)).toEqual({ ok: true });
    expect(await ping(check("127.0.0.1", { bindAddress: "127.9.9.9" }), never)).toEqual({ ok: true });
    expect(await ping(check("127.0.0.1", { bindInterface: "lo", mark: 7 }), never)).toEqual({ ok: true });
  });

  test("an interface or an address that is not here is named", async () => {
    const ping = createPing();
    expect(await ping(check("127.0.0.1", { bindInterface: "nosuch0" }), never)).toMatchObject({
      ok: false,
      reason: "the interface to connect from is not on this host",
    });
    expect(await ping(check("127.0.0.1", { bindAddress: "192.0.2.77" }), never)).toMatchObject({
      reason: "the address to connect from is not on this host",
    });
  });
});
