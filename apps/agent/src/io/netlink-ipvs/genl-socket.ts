import { setTimeout as pause } from "node:timers/promises";
import {
  decodeReplies,
  encodeRequests,
  type GenlReply,
  type GenlRequest,
  NLM_F_ACK,
} from "../../core/netlink/genl-message.ts";
import { inNamespace } from "./in-namespace.ts";
import { openNetlink } from "./netlink-calls.ts";

/** Requests in one datagram; their refusals must fit the receive buffer. */
const BATCH = 256;
/** After this the rest of the program gets a turn, milliseconds. */
const TURN_MS = 5;
/** An answer that is not there at once is looked for again and again, milliseconds. */
const LOOK_EVERY_MS = 2;
const TIMEOUT_MS = 5000;

/** The kernel's answer to one request: its data, and an errno (0 when it was carried out). */
export interface GenlAnswer {
  readonly errno: number;
  readonly data: readonly Uint8Array[];
}

/** A generic netlink socket. All calls reject when the kernel does not answer or the socket fails. */
export interface GenlSocket {
  /** Sends requests in batches; the answers come in the order of the requests. */
  request(requests: readonly GenlRequest[]): Promise<readonly GenlAnswer[]>;
  dump(request: GenlRequest): Promise<GenlAnswer>;
  /** One after another, because the kernel refuses a second dump while one is under way. */
  dumps(requests: readonly GenlRequest[]): Promise<readonly GenlAnswer[]>;
  close(): void;
}

interface Collected {
  errno: number;
  data: Uint8Array[];
}

/** Of an answer without data: most are acknowledgements. */
const NO_DATA: Uint8Array[] = [];

interface Batch {
  readonly bytes: Uint8Array;
  readonly first: number;
  readonly count: number;
}

/** `namespace`: another network namespace, null for this process's own. Throws when the system refuses the socket. */
export const openGenlSocket = (namespace: string | null = null): GenlSocket => {
  const calls = inNamespace(namespace, openNetlink);
  let sequence = 0;
  let closed = false;
  let turnSince = performance.now();

  /** Lets the rest of the program have its turn when this has taken long. */
  const takeTurns = async (): Promise<void> => {
    if (performance.now() - turnSince < TURN_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    turnSince = performance.now();
  };

  const receive = async (): Promise<Uint8Array> => {
    const end = performance.now() + TIMEOUT_MS;
    for (;;) {
      if (closed) throw new Error("netlink: the socket was closed");
      const datagram = calls.receive();
      if (datagram) return datagram;
      if (performance.now() > end) throw new Error("netlink: no answer from the kernel");
      await pause(LOOK_EVERY_MS);
    }
  };

  /** Reads until the last request of a batch is answered for. */
  const collect = async (first: number, count: number): Promise<Collected[]> => {
    const answers = Array.from({ length: count }, (): Collected => ({ errno: 0, data: NO_DATA }));
    let open = true;
    const take = (reply: GenlReply): void => {
      const answer = answers[reply.sequence - first];
      if (!answer) return;
      if (reply.kind === "data") {
        if (answer.data === NO_DATA) answer.data = [reply.attributes];
        else answer.data.push(reply.attributes);
        return;
      }
      answer.errno = reply.errno;
      if (reply.sequence === first + count - 1) open = false;
    };
    while (open) {
      // A copy, because the data outlives the buffer it came in.
      const replies = decodeReplies((await receive()).slice());
      if (!replies.ok) throw new Error(`netlink ${replies.error.where}: ${replies.error.code}`);
      replies.value.forEach(take);
    }
    return answers;
  };

  /** Only the last is acknowledged: the kernel works in order, and tells of every refusal anyway. */
  const encode = (requests: readonly GenlRequest[], lastFlags: number): Batch => {
    // Numbers that wrap around within a batch would mix the answers up.
    if (sequence + requests.length > 0x7fff_ffff) sequence = 0;
    const first = sequence + 1;
    sequence += requests.length;
    return { bytes: encodeRequests(requests, first, lastFlags), first, count: requests.length };
  };

  const exchange = ({ bytes, first, count }: Batch): Promise<Collected[]> => {
    if (closed) throw new Error("netlink: the socket is closed");
    calls.send(bytes);
    return collect(first, count);
  };

  const dump = async (request: GenlRequest): Promise<GenlAnswer> => {
    await takeTurns();
    const [answer] = await exchange(encode([request], 0));
    if (!answer) throw new Error("netlink: no answer");
    return answer;
  };

  return {
    request: async (requests) => {
      turnSince = performance.now();
      const batches: Batch[] = [];
      for (let at = 0; at < requests.length; at += BATCH) {
        await takeTurns();
        batches.push(encode(requests.slice(at, at + BATCH), NLM_F_ACK));
      }
      // All is written down before the first goes out, so that a table is half made for as short as can be.
      const answers: GenlAnswer[] = [];
      for (const batch of batches) {
        await takeTurns();
        answers.push(...(await exchange(batch)));
      }
      return answers;
    },
    dump: (request) => {
      turnSince = performance.now();
      return dump(request);
    },
    dumps: async (requests) => {
      turnSince = performance.now();
      const answers: GenlAnswer[] = [];
      for (const request of requests) answers.push(await dump(request));
      return answers;
    },
    close: () => {
      if (closed) return;
      closed = true;
      calls.close();
    },
  };
};
