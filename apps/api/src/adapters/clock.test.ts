import { once } from "node:events";
import { connect, createServer } from "node:net";
import { expect, test } from "vitest";
import { systemClock } from "./clock.ts";

/** Holds up the whole process, as a busy machine does. */
const stall = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};

test("what lay unread on a socket when the process was held up is seen before a wake-up that is overdue", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const client = connect(address.port, address.address);
  const [peer] = (await once(server, "connection")) as [import("node:net").Socket];
  const order: string[] = [];
  client.on("data", () => order.push("input"));
  const woken = new Promise<void>((resolve) => {
    systemClock.wakeAt(Date.now() + 5, () => {
      order.push("wake-up");
      resolve();
    });
  });
  peer.write("answer");
  stall(50);
  await woken;
  expect(order).toEqual(["input", "wake-up"]);
  client.destroy();
  peer.destroy();
  server.close();
});

test("a wake-up that was taken back does not come", async () => {
  let wakes = 0;
  const cancel = systemClock.wakeAt(Date.now() + 1, () => wakes++);
  cancel();
  await new Promise<void>((resolve) => systemClock.wakeAt(Date.now() + 5, resolve));
  expect(wakes).toBe(0);
});
