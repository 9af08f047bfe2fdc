import { endianness } from "node:os";
import { err, ok, type Result } from "@baton/shared/base/result.ts";
import { AF_PACKET, closeSocket, openRawSocket, sendTo } from "./libc.ts";

/** Sends whole Ethernet frames. Protocol 0 in socket(2) means that it receives nothing. */
export interface FrameSender {
  send(frame: Uint8Array): Result<void, string>;
  close(): void;
}

/** struct sockaddr_ll, packet(7): family, protocol, interface index, hardware type, packet type, length, address. */
const linkLayerAddress = (interfaceIndex: number, frame: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(20);
  const view = new DataView(bytes.buffer);
  const little = endianness() === "LE";
  view.setUint16(0, AF_PACKET, little);
  bytes.set(frame.subarray(12, 14), 2);
  view.setInt32(4, interfaceIndex, little);
  view.setUint8(11, 6);
  bytes.set(frame.subarray(0, 6), 12);
  return bytes;
};

export const openFrameSender = (interfaceIndex: number): Result<FrameSender, string> => {
  const fd = openRawSocket(AF_PACKET, 0);
  if (!fd.ok) return fd;
  return ok({
    send: (frame) => {
      const sent = sendTo(fd.value, frame, 0, linkLayerAddress(interfaceIndex, frame));
      return sent.ok ? ok(undefined) : err(sent.error);
    },
    close: () => closeSocket(fd.value),
  });
};
