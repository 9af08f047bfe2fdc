import { createServer, type Server } from "node:net";
import { millis } from "@baton/shared/base/duration.ts";
import type { TcpCheck } from "@baton/shared/config/model.ts";
import { afterEach, describe, expect, test } from "vitest";
import { createProber } from "./prober.ts";
import { probeTcp } from "./tcp.ts";

const check = (connectPort: number, changes: Partial<TcpCheck> = {}): TcpCheck => ({
  kind: "TCP_CHECK",
  connectAddress: "127.0.0.1",
  connectPort,
  bindAddress: null,
  connectTimeout: millis(2000),
  retry: 0,
  delayBeforeRetry: millis(0),
  delayLoop: millis(1000),
  warmup: millis(0),
  ...changes,
});

const never = new AbortController().signal;
const servers: Server[] = [];

/** A server on loopback; resolves with its port. */
const serve = (onConnection: (address: string) => void = () => {}): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      onConnection(socket.remoteAddress ?? "");
      socket.write("greeting".repeat(10_000));
    });
    servers.push(server);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

describe("a TCP probe", () => {
  test("succeeds with the connection, whatever the server goes on to say", async () => {
    expect(await probeTcp(check(await serve()), never)).toEqual({ ok: true });
  });

  test("is refused at once where nobody listens", async () => {
    const port = await serve();
    servers.splice(0).forEach((server) => {
      server.close();
    });
    expect(await probeTcp(check(port), never)).toEqual({ ok: false, kind: "refused", reason: "connection refused" });
  });

  test("comes from the address it is bound to", async () => {
    const from: string[] = [];
    const port = await serve((address) => from.push(address));
    expect(await probeTcp(check(port, { bindAddress: "127.0.0.9" }), never)).toEqual({ ok: true });
    await expect.poll(() => from).toEqual(["127.0.0.9"]);
  });

  test("says so when that address is not here", async () => {
    const port = await serve();
    expect(await probeTcp(check(port, { bindAddress: "192.0.2.1" }), never)).toMatchObject({
      kind: "other",
      reason: "the address to connect from is not on this host",
    });
  });

  test("ends when it is called off", async () => {
    const ending = new AbortController();
    const probing = probeTcp(check(await serve()), ending.signal);
    ending.abort();
    expect(await probing).toEqual({ ok: false, kind: "other", reason: "the probe was called off" });
  });
});

test("a prober keeps to its limit, and every probe gets its turn", async () => {
  let connections = 0;
  const port = await serve(() => {
    connections += 1;
  });
  const prober = createProber({ sockets: 3, programs: 1 });
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => prober.probe(check(port))));
  expect(outcomes.every(({ ok }) => ok)).toBe(true);
  await expect.poll(() => connections).toBe(50);
  prober.close();
});
