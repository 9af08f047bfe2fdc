import { recognise } from "@baton/shared/contract/sentences.ts";
import { expect, test } from "vitest";
import { testParams } from "./testing/params.ts";
import { Simulation } from "./testing/simulation.ts";

test("the causes of a pair's life are among the sentences that the dashboard translates", () => {
  const net = new Simulation();
  const a = net.add("a", "192.168.1.2", testParams({ priority: 100 }));
  const b = net.add("b", "192.168.1.11", testParams({ priority: 90 }));
  net.run(10_000);
  net.deliver(b, { type: "takeover", at: net.now, leaseMs: 5_000, requestedBy: "ann" });
  net.run(12_000);
  net.deliver(a, { type: "stop", at: net.now, reason: "stopping" });
  net.run(5_000);
  net.add("a2", "192.168.1.2", testParams({ priority: 100 }));
  net.run(10_000);
  net.crash(b);
  const causes = net.transcript.flatMap((line) => / -> \w+: (.*)$/.exec(line)?.[1] ?? []);
  expect(causes.length).toBeGreaterThan(8);
  expect(causes.filter((cause) => recognise(cause) === null)).toEqual([]);
});
