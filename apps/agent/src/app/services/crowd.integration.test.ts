import { millis } from "@baton/shared/base/duration.ts";
import { factsOfKind } from "@baton/shared/contract/picture.ts";
import { expect, test } from "vitest";
import { modelOf, realServer, tcpCheck, virtualServer } from "./testbed/model.ts";
import { createTestbed, eventually } from "./testbed/namespace.ts";

const COUNT = 2000;

test.skipIf(process.getuid?.() !== 0)(
  "two thousand servers that die together are a few lines, one summary, and every fact",
  async () => {
    const bed = createTestbed(`bs2-c-${process.pid}`, ["192.168.1.5"]);
    try {
      // One address, many ports that nobody listens on.
      const servers = Array.from({ length: COUNT }, (_, index) =>
        realServer("192.168.1.5", {
          port: 10_000 + index,
          forwarding: "NAT",
          checkers: [tcpCheck("192.168.1.5", 10_000 + index, { delayLoop: millis(60_000) })],
        }),
      );
      const running = bed.start(modelOf(virtualServer({ forwarding: "NAT", realServers: servers })));
      const down = () => factsOfKind(running.picture(), "real-server").filter(({ health }) => health === "down").length;
      await eventually(() => down() === COUNT, "all of them down", 90_000);
      const removed = () => running.events.filter(({ kind }) => kind === "real-server.removed").length;
      const many = () => running.events.filter(({ kind }) => kind === "real-server.many");
      const summed = () => many().reduce((sum, { data }) => sum + Number(data["real servers removed"] ?? 0), 0);
      await eventually(() => removed() + summed() === COUNT, "everyone told of", 60_000);
      expect(removed()).toBeLessThan(100);
      expect(many().length).toBeLessThan(6);
      const lines = running.log().split("\n");
      expect(lines.filter((line) => line.includes("TCP connection to")).length).toBeLessThan(100);
      expect(lines.filter((line) => line.includes("real servers removed")).length).toBe(many().length);
      running.send({ type: "stop" });
      expect(await running.exited).toBe(0);
    } finally {
      await bed.remove();
    }
  },
  180_000,
);
