// Not the package's own entry, which loads 4 MB of message codecs that nobody here uses.
import { RawNetlinkSocket } from "netlink/dist/raw.js";
import {
  decodeMessages,
  encodeMessage,
  errnoOf,
  NLM_F_ACK,
  NLM_F_DUMP,
  NLM_F_DUMP_INTR,
  NLM_F_REQUEST,
  NLMSG_DONE,
  NLMSG_ERROR,
  type RouteMessage,
} from "../../core/netlink/route-message.ts";

const NETLINK_ROUTE = 0;
const SOCKET_BUFFER_BYTES = 1 << 20;
const OPTIONS = { recvBufferSize: SOCKET_BUFFER_BYTES, sendBufferSize: SOCKET_BUFFER_BYTES };

export interface RouteRequest {
  readonly type: number;
  readonly flags: number;
  readonly body: Uint8Array;
}

export interface RouteSocket {
  /** The whole dump; rejects on any error. The kernel gives a socket one at a time, so others wait. */
  dump(type: number, body: Uint8Array): Promise<RouteMessage[]>;
  /** Sends all in one datagram; the positive errno of each, 0 for success. */
  send(requests: readonly RouteRequest[]): Promise<number[]>;
  close(): void;
}

interface Pending {
  readonly messages: RouteMessage[];
  interrupted: boolean;
  settle(errno: number): void;
  fail(error: Error): void;
}

/** Answers to requests, matched by sequence number. */
export const openRouteSocket = (onError: (sentence: string) => void): RouteSocket => {
  const socket = new RawNetlinkSocket(NETLINK_ROUTE, OPTIONS);
  const pending = new Map<number, Pending>();
  let sequence = 0;

  const nextSequence = (): number => {
    sequence = (sequence % 0xffffffff) + 1;
    return sequence;
  };

  const failAll = (error: Error): void => {
    const waiting = [...pending.values()];
    pending.clear();
    for (const request of waiting) request.fail(error);
  };

  const receive = (message: RouteMessage): void => {
    const request = pending.get(message.sequence);
    if (!request) return;
    if ((message.flags & NLM_F_DUMP_INTR) !== 0) request.interrupted = true;
    if (message.type !== NLMSG_ERROR && message.type !== NLMSG_DONE) {
      request.messages.push(message);
      return;
    }
    pending.delete(message.sequence);
    request.settle(errnoOf(message));
  };

  const transmit = (bytes: readonly Uint8Array[]): void => {
    socket.send(Buffer.concat(bytes), undefined, (error) => {
      if (error) failAll(error);
    });
  };

  socket.on("message", (bytes, from) => {
    // Port 0 is the kernel; anyone else's answer is a forgery.
    if (from.port !== 0) return;
    const messages = decodeMessages(bytes);
    if (messages.ok) for (const message of messages.value) receive(message);
    else onError("the kernel sent a malformed rtnetlink message");
  });
  socket.on("error", (error) => {
    onError(`rtnetlink: ${error.message}`);
    failAll(error);
  });

  const expect = (at: number): Promise<{ errno: number; messages: RouteMessage[]; interrupted: boolean }> =>
    new Promise((resolve, reject) => {
      const request: Pending = {
        messages: [],
        interrupted: false,
        settle: (errno) => resolve({ errno, messages: request.messages, interrupted: request.interrupted }),
        fail: reject,
      };
      pending.set(at, request);
    });

  const dumpOnce = (type: number, body: Uint8Array): ReturnType<typeof expect> => {
    const at = nextSequence();
    const answer = expect(at);
    transmit([encodeMessage({ type, flags: NLM_F_REQUEST | NLM_F_DUMP, sequence: at, body })]);
    return answer;
  };

  const dumpWhole = async (type: number, body: Uint8Array): Promise<RouteMessage[]> => {
    // A table that changed while it was read comes marked; after a few tries the last reading has to do.
    let answer = await dumpOnce(type, body);
    for (let tries = 0; answer.interrupted && tries < 3; tries++) answer = await dumpOnce(type, body);
    if (answer.errno !== 0) throw new Error(`rtnetlink dump failed with errno ${answer.errno}`);
    return answer.messages;
  };

  let lastDump: Promise<unknown> = Promise.resolve();
  return {
    dump: (type, body) => {
      const messages = lastDump.then(() => dumpWhole(type, body));
      lastDump = messages.catch(() => {});
      return messages;
    },
    send: async (requests) => {
      const numbered = requests.map((request) => ({ ...request, sequence: nextSequence() }));
      const answers = numbered.map((request) => expect(request.sequence));
      transmit(
        numbered.map((request) => encodeMessage({ ...request, flags: request.flags | NLM_F_REQUEST | NLM_F_ACK })),
      );
      return (await Promise.all(answers)).map((answer) => answer.errno);
    },
    close: () => {
      socket.close();
      failAll(new Error("the rtnetlink socket was closed"));
    },
  };
};

/** Calls back on every notification of these groups, and when notifications were lost. */
export const openRouteMonitor = (groups: readonly number[], onChange: () => void): { close(): void } => {
  const socket = new RawNetlinkSocket(NETLINK_ROUTE, OPTIONS);
  for (const group of groups) socket.addMembership(group);
  socket.on("message", onChange);
  socket.on("truncatedMessage", onChange);
  socket.on("error", onChange);
  return { close: () => socket.close() };
};
