import { RawNetlinkSocket } from "netlink";
import { concatBytes } from "../../core/netlink/genl-attribute.ts";
import {
  decodeReplies,
  encodeRequest,
  type GenlReply,
  type GenlRequest,
  NLM_F_ACK,
} from "../../core/netlink/genl-message.ts";

const NETLINK_GENERIC = 16;
/** Requests in one datagram; their answers must fit the receive buffer. */
const BATCH = 64;
const TIMEOUT_MS = 5000;
const RECEIVE_BUFFER = 1 << 20;

/** The kernel's answer to one request: its data, and an errno (0 when it was carried out). */
export interface GenlAnswer {
  readonly errno: number;
  readonly data: readonly Uint8Array[];
}

/** A generic netlink socket. Both calls reject when the kernel does not answer or the socket fails. */
export interface GenlSocket {
  /** Sends requests in pipelined batches; the answers come in the order of the requests. */
  request(requests: readonly GenlRequest[]): Promise<readonly GenlAnswer[]>;
  /** One at a time on a socket: the kernel refuses a second dump while one is under way. */
  dump(request: GenlRequest): Promise<GenlAnswer>;
  close(): void;
}

interface Pending {
  readonly data: Uint8Array[];
  resolve(answer: GenlAnswer): void;
  reject(error: Error): void;
}

/** Throws when the system refuses the socket. */
export const openGenlSocket = (): GenlSocket => {
  const socket = new RawNetlinkSocket(NETLINK_GENERIC, {
    recvBufferSize: RECEIVE_BUFFER,
    sendBufferSize: RECEIVE_BUFFER,
  });
  const pending = new Map<number, Pending>();
  let sequence = 0;
  let closed = false;

  const failAll = (error: Error): void => {
    for (const waiting of pending.values()) waiting.reject(error);
    pending.clear();
  };

  const receive = (reply: GenlReply): void => {
    const waiting = pending.get(reply.sequence);
    if (!waiting) return;
    if (reply.kind === "data") {
      waiting.data.push(reply.attributes.slice());
      return;
    }
    pending.delete(reply.sequence);
    waiting.resolve({ errno: reply.errno, data: waiting.data });
  };

  socket.on("message", (datagram, from) => {
    // Anyone on this host may send to the socket; only port 0 is the kernel.
    if (from.port !== 0) return;
    const replies = decodeReplies(datagram);
    if (replies.ok) replies.value.forEach(receive);
    else failAll(new Error(`netlink ${replies.error.where}: ${replies.error.code}`));
  });
  socket.on("truncatedMessage", () => failAll(new Error("netlink: an answer was cut off")));
  socket.on("error", failAll);

  const sendBatch = async (requests: readonly GenlRequest[], flags: number): Promise<GenlAnswer[]> => {
    if (closed) throw new Error("netlink: the socket is closed");
    const datagrams: Uint8Array[] = [];
    const answers = requests.map((request) => {
      sequence = (sequence % 0xffff_fffe) + 1;
      const own = sequence;
      datagrams.push(encodeRequest({ ...request, flags: request.flags | flags }, own));
      return new Promise<GenlAnswer>((resolve, reject) => pending.set(own, { data: [], resolve, reject }));
    });
    const timer = setTimeout(() => failAll(new Error("netlink: no answer from the kernel")), TIMEOUT_MS);
    socket.send(concatBytes(datagrams), {}, (error) => {
      if (error) failAll(error);
    });
    try {
      return await Promise.all(answers);
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    request: async (requests) => {
      const answers: GenlAnswer[] = [];
      for (let at = 0; at < requests.length; at += BATCH) {
        answers.push(...(await sendBatch(requests.slice(at, at + BATCH), NLM_F_ACK)));
      }
      return answers;
    },
    dump: async (request) => {
      const [answer] = await sendBatch([request], 0);
      if (!answer) throw new Error("netlink: no answer");
      return answer;
    },
    close: () => {
      if (closed) return;
      closed = true;
      socket.close();
      failAll(new Error("netlink: the socket was closed"));
    },
  };
};
