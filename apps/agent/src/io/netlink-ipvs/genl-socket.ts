import { setTimeout as pause } from "node:timers/promises";
import { type GenlAnswer, GenlAnswers } from "../../core/netlink/genl-answers.ts";
import { decodeReplies, encodeRequests, type GenlRequest, NLM_F_ACK } from "../../core/netlink/genl-message.ts";
import { inNamespace } from "./in-namespace.ts";
import { type NetlinkCalls, openNetlink } from "./netlink-calls.ts";
import { Turns } from "./turns.ts";

/** Requests in one datagram; their refusals must fit the receive buffer. */
const BATCH = 256;
/** An answer that is not there at once is looked for again and again, milliseconds. */
const LOOK_EVERY_MS = 2;
const TIMEOUT_MS = 5000;
/** Numbers that wrap around within a batch would mix the answers up. */
const LAST_SEQUENCE = 0x7fff_ffff;

interface Batch {
  readonly bytes: Uint8Array;
  readonly first: number;
  readonly count: number;
}

/** A generic netlink socket. All calls reject when the kernel does not answer or the socket fails. */
export class GenlSocket {
  readonly #calls: NetlinkCalls;
  readonly #turns = new Turns();
  #sequence = 0;
  #closed = false;

  constructor(calls: NetlinkCalls) {
    this.#calls = calls;
  }

  /** Sends requests in batches; the answers come in the order of the requests. */
  async request(requests: readonly GenlRequest[]): Promise<readonly GenlAnswer[]> {
    this.#turns.begin();
    const batches: Batch[] = [];
    for (let at = 0; at < requests.length; at += BATCH) {
      await this.#turns.take();
      batches.push(this.#encode(requests.slice(at, at + BATCH), NLM_F_ACK));
    }
    // All is written down before the first goes out, so that a table is half made for as short as can be.
    const answers: GenlAnswer[] = [];
    for (const batch of batches) {
      await this.#turns.take();
      answers.push(...(await this.#exchange(batch)));
    }
    return answers;
  }

  dump(request: GenlRequest): Promise<GenlAnswer> {
    this.#turns.begin();
    return this.#dumpOne(request);
  }

  /** One after another, because the kernel refuses a second dump while one is under way. */
  async dumps(requests: readonly GenlRequest[]): Promise<readonly GenlAnswer[]> {
    this.#turns.begin();
    const answers: GenlAnswer[] = [];
    for (const request of requests) answers.push(await this.#dumpOne(request));
    return answers;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#calls.close();
  }

  async #dumpOne(request: GenlRequest): Promise<GenlAnswer> {
    await this.#turns.take();
    const [answer] = await this.#exchange(this.#encode([request], 0));
    if (!answer) throw new Error("netlink: no answer");
    return answer;
  }

  #encode(requests: readonly GenlRequest[], lastFlags: number): Batch {
    if (this.#sequence + requests.length > LAST_SEQUENCE) this.#sequence = 0;
    const first = this.#sequence + 1;
    this.#sequence += requests.length;
    return { bytes: encodeRequests(requests, first, lastFlags), first, count: requests.length };
  }

  async #exchange({ bytes, first, count }: Batch): Promise<readonly GenlAnswer[]> {
    if (this.#closed) throw new Error("netlink: the socket is closed");
    this.#calls.send(bytes);
    const answers = new GenlAnswers(first, count);
    while (!answers.isComplete) {
      // A copy, because the data outlives the buffer it came in.
      const replies = decodeReplies((await this.#receive()).slice());
      if (!replies.ok) throw new Error(`netlink ${replies.error.where}: ${replies.error.code}`);
      for (const reply of replies.value) answers.take(reply);
    }
    return answers.all;
  }

  async #receive(): Promise<Uint8Array> {
    const end = performance.now() + TIMEOUT_MS;
    for (;;) {
      if (this.#closed) throw new Error("netlink: the socket was closed");
      const datagram = this.#calls.receive();
      if (datagram) return datagram;
      if (performance.now() > end) throw new Error("netlink: no answer from the kernel");
      await pause(LOOK_EVERY_MS);
    }
  }
}

/** `namespace`: another network namespace, null for this process's own. Throws when the system refuses the socket. */
export const openGenlSocket = (namespace: string | null = null): GenlSocket =>
  new GenlSocket(inNamespace(namespace, openNetlink));
