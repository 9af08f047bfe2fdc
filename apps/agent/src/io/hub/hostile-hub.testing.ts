import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { Socket } from "node:net";

/**
 * For tests: a hub that says exactly what it is told to, right or wrong. It speaks the WebSocket framing (RFC 6455)
 * and the few Engine.IO and Socket.IO packets of one connection to the namespace /agent.
 */
export interface HostileHub {
  readonly url: string;
  /** Every Socket.IO packet the agent sent, without the namespace: `2["snapshot",...]`. */
  readonly heard: readonly string[];
  /** Sends a packet to the newest connection: `2["command",...]`. */
  say(packet: string): void;
  /** Closes the newest connection as a hub does that throws an agent out. */
  throwOut(): void;
  close(): Promise<void>;
}

const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const OPEN = '0{"sid":"s","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}';

const frame = (text: string): Buffer => {
  const body = Buffer.from(text);
  const head =
    body.length < 126
      ? Buffer.from([0x81, body.length])
      : Buffer.from([0x81, 126, body.length >> 8, body.length & 255]);
  return Buffer.concat([head, body]);
};

/** The first whole frame of the bytes, unmasked. */
const readFrame = (bytes: Buffer): { text: string; rest: Buffer } | null => {
  if (bytes.length < 6) return null;
  const short = (bytes[1] ?? 0) & 127;
  const at = short < 126 ? 2 : 4;
  const length = short < 126 ? short : bytes.readUInt16BE(2);
  if (bytes.length < at + 4 + length) return null;
  const mask = bytes.subarray(at, at + 4);
  const body = bytes.subarray(at + 4, at + 4 + length).map((byte, i) => byte ^ (mask[i % 4] ?? 0));
  return { text: Buffer.from(body).toString("utf8"), rest: bytes.subarray(at + 4 + length) };
};

/** `answer` gives the packet to send back for a packet heard, or null. */
export const startHostileHub = async (answer: (packet: string) => string | null): Promise<HostileHub> => {
  const heard: string[] = [];
  let newest: Socket | null = null;
  const sockets = new Set<Socket>();

  const take = (socket: Socket, text: string): void => {
    if (!text.startsWith("4")) return;
    const packet = text.slice(1).replace("/agent,", "");
    if (packet.startsWith("0")) {
      socket.write(frame('40/agent,{"sid":"t"}'));
      return;
    }
    heard.push(packet);
    const reply = answer(packet);
    if (reply !== null) socket.write(frame(`4${reply[0]}/agent,${reply.slice(1)}`));
  };

  const server: Server = createServer();
  server.on("upgrade", (request, socket: Socket) => {
    const accept = createHash("sha1").update(`${request.headers["sec-websocket-key"]}${GUID}`).digest("base64");
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    socket.write(frame(OPEN));
    newest = socket;
    sockets.add(socket);
    let rest: Buffer = Buffer.alloc(0);
    socket.on("error", () => {});
    socket.on("data", (bytes: Buffer) => {
      rest = Buffer.concat([rest, bytes]);
      for (let next = readFrame(rest); next; next = readFrame(rest)) {
        rest = next.rest;
        take(socket, next.text);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    heard,
    say: (packet) => void newest?.write(frame(`4${packet[0]}/agent,${packet.slice(1)}`)),
    throwOut: () => void newest?.write(frame("41/agent,")),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
};
