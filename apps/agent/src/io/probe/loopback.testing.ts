import { createSocket } from "node:dgram";
import { createServer, type Socket } from "node:net";
import { millis } from "@baton/shared/base/duration.ts";
import type { CheckConnection } from "@baton/shared/config/model-checks.ts";

/** For tests of checks: servers on loopback, kind and unkind ones. */

const position = { line: 1, column: 1 };
export const range = { path: "t", start: position, end: position };
export const timers = {
  retry: 0,
  delayBeforeRetry: millis(0),
  delayLoop: millis(1000),
  warmup: millis(0),
};
export const at = (connectPort: number, changes: Partial<CheckConnection> = {}): CheckConnection => ({
  connectAddress: "127.0.0.1",
  connectPort,
  bindAddress: null,
  connectTimeout: millis(400),
  ...changes,
});
export const never: AbortSignal = new AbortController().signal;

/** What a UDP server does with a query. */
export type Answer = (query: Buffer, reply: (bytes: Uint8Array) => void) => void;

/** Servers that end together. */
export class LoopbackServers {
  readonly #closing: (() => void)[] = [];

  /** Listens by TCP; the port. */
  listen(onSocket: (socket: Socket) => void): Promise<number> {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      this.#closing.push(() => socket.destroy());
      onSocket(socket);
    });
    this.#closing.push(() => server.close());
    return new Promise((resolve) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        resolve(typeof address === "object" && address ? address.port : 0);
      });
    });
  }

  /** Answers by UDP; the port. */
  answer(how: Answer): Promise<number> {
    const socket = createSocket("udp4");
    this.#closing.push(() => socket.close());
    socket.on("message", (query, from) => how(query, (bytes) => socket.send(bytes, from.port, from.address)));
    return new Promise((resolve) => {
      socket.bind(0, "127.0.0.1", () => resolve(socket.address().port));
    });
  }

  /** A TCP port that was free a moment ago. */
  async deserted(): Promise<number> {
    const port = await this.listen(() => {});
    this.#closing.pop()?.();
    return port;
  }

  /** A UDP port that was free a moment ago. */
  async desertedUdp(): Promise<number> {
    const port = await this.answer(() => {});
    this.#closing.pop()?.();
    return port;
  }

  close(): void {
    for (const close of this.#closing.splice(0)) close();
  }
}
