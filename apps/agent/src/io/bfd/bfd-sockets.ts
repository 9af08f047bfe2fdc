import { randomInt } from "node:crypto";
import { createSocket, type Socket, type SocketOptions } from "node:dgram";
import type { BfdInstance } from "@baton/shared/config/model-bfd.ts";
import { type AddressFamily, familyOf } from "@baton/shared/net/ip-address.ts";
import { openTtlSocket } from "./ttl-socket.ts";

/** The sockets of BFD over one hop (RFC 5881 section 4) and over several (RFC 5883 section 5). */

const portOf = (multihop: boolean): number => (multihop ? 4784 : 3784);
const FIRST_SOURCE_PORT = 49_152;
const LAST_SOURCE_PORT = 65_535;
const TRIES = 20;

export interface BfdListener {
  close(): void;
}

export interface BfdSender {
  /** Never throws, never waits; a packet that can't leave is lost. */
  send(packet: Uint8Array): void;
  /** Resolves when what was sent has left. */
  close(): Promise<void>;
}

const typeOf = (family: AddressFamily): "udp4" | "udp6" => (family === "inet" ? "udp4" : "udp6");

/** Rejects with the system's error. */
const bind = (socket: Socket, where: { port: number; address?: string }): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(where, () => {
      socket.removeListener("error", reject);
      resolve();
    });
  });

/** Hears every session of a family over one hop, or over several; packets with a TTL below `minTtl` do not get through. Throws a sentence. */
export const openBfdListener = (
  family: AddressFamily,
  multihop: boolean,
  minTtl: number,
  onPacket: (packet: Uint8Array, source: string) => void,
): BfdListener => {
  const fd = openTtlSocket(family, portOf(multihop), minTtl);
  const socket = createSocket(typeOf(family));
  socket.on("error", () => {});
  socket.on("message", (packet, { address }) => onPacket(packet, address));
  socket.bind({ fd });
  return { close: () => socket.close() };
};

const senderOf = (socket: Socket, neighbor: string, to: number): BfdSender => {
  let underWay = 0;
  let onSent = (): void => {};
  return {
    send: (packet) => {
      underWay += 1;
      socket.send(packet, to, neighbor, () => {
        underWay -= 1;
        onSent();
      });
    },
    close: () =>
      new Promise((resolve) => {
        onSent = () => {
          if (underWay > 0) return;
          socket.close();
          resolve();
        };
        onSent();
      }),
  };
};

/** Each session has a source port of its own, of the range that section 4 gives. */
export const openBfdSender = async ({
  neighbor,
  source,
  ttl,
  multihop,
}: Pick<BfdInstance, "neighbor" | "source" | "ttl" | "multihop">): Promise<BfdSender> => {
  for (let tries = 1; ; tries++) {
    const family = familyOf(neighbor);
    // Node looks every destination up, and lets the packet wait for it, unless told that there is nothing to look up.
    const lookup: SocketOptions["lookup"] = (host, _, answer) => answer(null, host, family === "inet" ? 4 : 6);
    const socket = createSocket({ type: typeOf(family), lookup });
    const port = randomInt(FIRST_SOURCE_PORT, LAST_SOURCE_PORT + 1);
    try {
      await bind(socket, source === null ? { port } : { port, address: source });
      socket.setTTL(ttl);
    } catch (error) {
      socket.close();
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE" || tries === TRIES) throw error;
      continue;
    }
    socket.on("error", () => {});
    return senderOf(socket, neighbor, portOf(multihop === true));
  }
};
