// Not the package's own entry, which loads 4 MB of message codecs that nobody here uses.
import { RawNetlinkSocket } from "netlink/dist/raw.js";
import {
  decodeMessages,
  encodeMessage,
  NLM_F_ACK,
  NLM_F_DUMP,
  NLM_F_REQUEST,
  type RouteMessage,
} from "../../core/netlink/route-message.ts";
import { PendingAnswers, type RouteAnswer } from "./pending-answers.ts";

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

/** A table that changed while it was read comes marked; after so many tries more the last reading has to do. */
const MORE_TRIES = 3;

/** Requests to the kernel and its answers; `onError` gets sentences. */
export const openRouteSocket = (onError: (sentence: string) => void): RouteSocket => {
  const socket = new RawNetlinkSocket(NETLINK_ROUTE, OPTIONS);
  const pending = new PendingAnswers();

  socket.on("message", (bytes, from) => {
    // Port 0 is the kernel; anyone else's answer is a forgery.
    if (from.port !== 0) return;
    const messages = decodeMessages(bytes);
    if (messages.ok) for (const message of messages.value) pending.receive(message);
    else onError("the kernel sent a malformed rtnetlink message");
  });
  socket.on("error", (error) => {
    onError(`rtnetlink: ${error.message}`);
    pending.failAll(error);
  });

  /** All in one datagram; what the kernel answers to each. */
  const ask = (requests: readonly RouteRequest[]): readonly Promise<RouteAnswer>[] => {
    const asked = requests.map((request) => ({ request, ...pending.expect() }));
    const bytes = asked.map(({ request, sequence }) =>
      encodeMessage({ ...request, flags: request.flags | NLM_F_REQUEST, sequence }),
    );
    socket.send(Buffer.concat(bytes), undefined, (error) => {
      if (error) pending.failAll(error);
    });
    return asked.map(({ answer }) => answer);
  };

  const dumpOnce = async (type: number, body: Uint8Array): Promise<RouteAnswer> => {
    const [answer] = await Promise.all(ask([{ type, flags: NLM_F_DUMP, body }]));
    if (!answer) throw new Error("rtnetlink: no answer");
    return answer;
  };

  const dumpWhole = async (type: number, body: Uint8Array): Promise<RouteMessage[]> => {
    let answer = await dumpOnce(type, body);
    for (let tries = 0; answer.interrupted && tries < MORE_TRIES; tries++) answer = await dumpOnce(type, body);
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
      const answers = await Promise.all(ask(requests.map((each) => ({ ...each, flags: each.flags | NLM_F_ACK }))));
      return answers.map(({ errno }) => errno);
    },
    close: () => {
      socket.close();
      pending.failAll(new Error("the rtnetlink socket was closed"));
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
