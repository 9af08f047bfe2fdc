import type { BfdCheck } from "@baton/shared/config/model-checks.ts";
import { expect, onTestFinished, test } from "vitest";
import { range, timers } from "./loopback.testing.ts";
import { createProber } from "./prober.ts";

test("BFD_CHECK follows its session, and waits for nothing that is not followed any more", async () => {
  const prober = createProber({ sockets: 1, programs: 1 });
  onTestFinished(() => prober.close());
  const check: BfdCheck = { kind: "BFD_CHECK", range, ...timers, session: "db1" };
  const scripts = { security: false, user: null };
  prober.configure(scripts, { bfdSessions: ["db1"] });
  const first = prober.probe(check);
  prober.bfd({ name: "db1", up: false, reason: "the session is not up yet" });
  expect(await first).toEqual({ ok: false, kind: "other", reason: "the session is not up yet" });
  prober.bfd({ name: "db1", up: true, reason: "the session is up" });
  expect(await prober.probe(check)).toEqual({ ok: true });
  const last = prober.probe(check);
  prober.configure(scripts, {});
  expect(await last).toMatchObject({ ok: false, reason: "db1 is not followed" });
});
