import { readdirSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { millis } from "@baton/shared/base/duration.ts";
import type { TcpCheck } from "@baton/shared/config/model-checks.ts";
import { afterEach, describe, expect, test } from "vitest";
import { TcpBatch } from "./tcp-batch.ts";
import { openTcpCalls, type TcpCalls } from "./tcp-calls.ts";

const check = (connectPort: number, changes: Partial<TcpCheck> = {}): TcpCheck => ({
  kind: "TCP_CHECK",
  connectAddress: "127.0.0.1",
  connectPort,
  bindAddress: null,
  connectTimeout: millis(5000),
  retry: 0,
  delayBeforeRetry: millis(0),
  delayLoop: millis(1000),
  warmup: millis(0),
  ...changes,
});

const servers: Server[] = [];
const batches: TcpBatch[] = [];

const listen = (server: Server, host: string): Promise<number> =>
  new Promise((resolve) => {
    servers.push(server);
    server.listen(0, host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });

const serve = (host = "127.0.0.1", onConnection: (socket: Socket) => void = () => {}): Promise<number> =>
  listen(
    createServer((socket) => {
      socket.on("error", () => {});
      onConnection(socket);
    }),
    host,
  );

/** A port where nobody listens any more. */
const deserted = async (): Promise<number> => {
  const port = await serve();
  await new Promise((resolve) => servers.pop()?.close(resolve));
  return port;
};

const open = (limit = 1000, change: (calls: TcpCalls) => TcpCalls = (calls) => calls, warnings: string[] = []) => {
  const batch = new TcpBatch({
    calls: change(openTcpCalls()),
    now: () => performance.now(),
    limit,
    warn: (text) => warnings.push(text),
  });
  batches.push(batch);
  return batch;
};

afterEach(() => {
  for (const batch of batches.splice(0)) batch.close();
  for (const server of servers.splice(0)) server.close();
});

describe("TCP probes in a batch", () => {
  test("are answered each for itself: connected, refused, not from here", async () => {
    const [port, gone] = [await serve(), await deserted()];
    const batch = open();
    const outcomes = await Promise.all([
      batch.probe(check(port)),
      batch.probe(check(gone)),
      batch.probe(check(port, { bindAddress: "192.0.2.1" })),
    ]);
    expect(outcomes).toEqual([
      { ok: true },
      { ok: false, kind: "refused", reason: "connection refused" },
      { ok: false, kind: "other", reason: "the address to connect from is not on this host" },
    ]);
  });

  test("come from the address they are bound to, in both families", async () => {
    const from: (string | undefined)[] = [];
    const port = await serve("127.0.0.1", ({ remoteAddress }) => from.push(remoteAddress));
    const portV6 = await serve("::1", ({ remoteAddress }) => from.push(remoteAddress));
    // Closed so soon the server would not see who it was.
    const batch = open(1000, (calls) => ({ ...calls, close: (fd) => void setTimeout(() => calls.close(fd), 100) }));
    expect(await batch.probe(check(port, { bindAddress: "127.0.0.9" }))).toEqual({ ok: true });
    expect(await batch.probe(check(portV6, { connectAddress: "::1", bindAddress: "::1" }))).toEqual({ ok: true });
    await expect.poll(() => from.toSorted()).toEqual(["127.0.0.9", "::1"]);
  });

  test("of a host that does not answer end at their own time, and hold up nobody", async () => {
    const port = await serve();
    const stuck = open(1000, (calls) => ({ ...calls, poll: () => {}, ready: () => [] }));
    const good = open();
    const began = performance.now();
    const [short, long] = [
      stuck.probe(check(port, { connectTimeout: millis(100) })),
      stuck.probe(check(port, { connectTimeout: millis(400) })),
    ];
    expect(await good.probe(check(port))).toEqual({ ok: true });
    expect(await short).toEqual({ ok: false, kind: "timeout", reason: "no answer in time" });
    expect(performance.now() - began).toBeGreaterThan(99);
    expect(await long).toMatchObject({ kind: "timeout" });
    expect(performance.now() - began).toBeGreaterThan(399);
  });

  test("use sockets again: each connection is another, reset at once, and no descriptor stays taken", async () => {
    const ports: (number | undefined)[] = [];
    let resets = 0;
    const port = await serve("127.0.0.1", (socket) => {
      ports.push(socket.remotePort);
      socket.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "ECONNRESET") resets += 1;
      });
    });
    let opened = 0;
    const batch = open(1000, (calls) => ({
      ...calls,
      socket: (family) => {
        opened += 1;
        return calls.socket(family);
      },
    }));
    for (let round = 0; round < 20; round++) expect(await batch.probe(check(port))).toEqual({ ok: true });
    expect(opened).toBe(1);
    await expect.poll(() => ports.length).toBe(20);
    await expect.poll(() => resets).toBe(20);
    const gone = await deserted();
    expect(await batch.probe(check(gone))).toMatchObject({ kind: "refused" });
    expect(await batch.probe(check(port))).toEqual({ ok: true });
    expect(await batch.probe(check(port, { mark: 0, bindAddress: "127.0.0.9" }))).toEqual({ ok: true });
    const before = readdirSync("/proc/self/fd").length;
    batch.close();
    // One socket that was kept, and the epoll set.
    expect(before - readdirSync("/proc/self/fd").length).toBe(2);
  });

  test("beyond the limit wait their turn, and that is said once", async () => {
    const port = await serve();
    const warnings: string[] = [];
    const batch = open(7, undefined, warnings);
    const outcomes = await Promise.all(Array.from({ length: 300 }, async () => batch.probe(check(port))));
    expect(outcomes.filter((outcome) => outcome?.ok)).toHaveLength(300);
    expect(warnings.length).toBeLessThan(3);
  });

  test("wait, rather than fail, while this host has no file descriptor", async () => {
    const port = await serve();
    const warnings: string[] = [];
    let refusals = 0;
    const batch = open(
      1000,
      (calls) => ({ ...calls, socket: (family) => (refusals++ < 2 ? "EMFILE" : calls.socket(family)) }),
      warnings,
    );
    expect(await batch.probe(check(port))).toEqual({ ok: true });
    expect(warnings).toEqual([
      "this host has no file descriptor or no memory for one more socket; with 0 connections under way, 1 probes wait",
      "no probe waits for a file descriptor any longer",
    ]);
  });

  test("are called off together", async () => {
    const port = await serve();
    const batch = open(1, (calls) => ({ ...calls, poll: () => {}, ready: () => [] }));
    const probing = [batch.probe(check(port)), batch.probe(check(port))];
    await new Promise((resolve) => setImmediate(resolve));
    batch.close();
    const calledOff = { ok: false, kind: "other", reason: "the probe was called off" };
    expect(await Promise.all([...probing, batch.probe(check(port))])).toEqual([calledOff, calledOff, calledOff]);
  });

  test("leave an address with a zone to others", () => {
    expect(open().probe(check(1, { connectAddress: "fe80::1%eth0" }))).toBeNull();
  });
});
