import type { TcpCalls } from "./tcp-calls.ts";

/** struct pollfd: int fd, short events, short revents. */
const POLLFD_BYTES = 8;
const POLLOUT = 4;
const POLLERR_OR_HUP = 0x18;

/** What poll(2) says of a connection that was begun. */
export type ConnectionNews = "none" | "connected" | "failed";

/** Asks poll(2) about connections by the dozen, in memory that is used again and again. */
export class PollSet {
  readonly #calls: Pick<TcpCalls, "poll">;
  readonly #bytes: Uint8Array;
  readonly #fds: Int32Array;
  readonly #shorts: Int16Array;

  /** `size`: connections at once, at most. */
  constructor(calls: Pick<TcpCalls, "poll">, size: number) {
    const memory = new ArrayBuffer(size * POLLFD_BYTES);
    this.#calls = calls;
    this.#bytes = new Uint8Array(memory);
    this.#fds = new Int32Array(memory);
    this.#shorts = new Int16Array(memory);
  }

  put(index: number, fd: number): void {
    this.#fds[2 * index] = fd;
    this.#shorts[4 * index + 2] = POLLOUT;
    this.#shorts[4 * index + 3] = 0;
  }

  /** Looks at the first `count`. */
  poll(count: number): void {
    this.#calls.poll(this.#bytes, count);
  }

  news(index: number): ConnectionNews {
    const news = this.#shorts[4 * index + 3] ?? 0;
    if (news === 0) return "none";
    return (news & POLLERR_OR_HUP) === 0 ? "connected" : "failed";
  }
}
