import { millis } from "@baton/shared/base/duration.ts";
import type { UdpCheck } from "@baton/shared/config/model-checks.ts";
import { afterEach, describe, expect, test } from "vitest";
import { at, LoopbackServers, never, timers } from "./loopback.testing.ts";
import { probeUdp } from "./udp.ts";

const servers = new LoopbackServers();
afterEach(() => servers.close());

describe("UDP_CHECK", () => {
  const check = (port: number, changes: Partial<UdpCheck> = {}): UdpCheck => ({
    kind: "UDP_CHECK",
    ...timers,
    ...at(port, { connectTimeout: millis(150) }),
    payload: null,
    reply: null,
    ...changes,
  });
  const reply = { pattern: "", minLength: 0, maxLength: 255 };

  test("silence is good where no reply is required, a closed port never", async () => {
    expect(await probeUdp(check(await servers.answer(() => {})), never)).toEqual({ ok: true });
    expect(await probeUdp(check(await servers.desertedUdp()), never)).toMatchObject({ ok: false, kind: "refused" });
  });

  test("the payload is sent as written", async () => {
    const heard: string[] = [];
    const port = await servers.answer((query, say) => {
      heard.push(query.toString("hex"));
      say(Buffer.from([1]));
    });
    await probeUdp(check(port, { payload: "ab120f" }), never);
    await probeUdp(check(port), never);
    expect(heard[0]).toBe("ab120f");
    expect(heard[1]).toMatch(/^[\da-f]{32}$/);
  });

  test("a required reply has to come, and to be as required", async () => {
    const echo = await servers.answer((query, say) => say(query));
    const payload = "0102";
    expect(await probeUdp(check(echo, { payload, reply: { ...reply, pattern: "01x2" } }), never)).toEqual({ ok: true });
    expect(await probeUdp(check(echo, { payload, reply: { ...reply, pattern: "0103" } }), never)).toMatchObject({
      reason: "the reply differs in byte 2",
    });
    expect(await probeUdp(check(echo, { payload, reply: { ...reply, minLength: 3 } }), never)).toMatchObject({
      kind: "answer",
    });
    expect(await probeUdp(check(await servers.answer(() => {}), { reply }), never)).toMatchObject({ kind: "timeout" });
  });
});
