import { endianness } from "node:os";
import koffi from "koffi";
import raw, { type RawSocket } from "raw-socket";
import { VRRP_PROTOCOL } from "../../core/packet/vrrp-common.ts";

const SOL_SOCKET = 1;
const SO_BINDTODEVICE = 25;
const SO_ATTACH_FILTER = 26;
const BUFFER_BYTES = 64;

/** Classic BPF, struct sock_filter: operation, jump if true, jump if false, operand. A packet begins with its IP header. */
const RESIGNATIONS = [
  // X = length of the IP header
  [0xb1, 0, 0, 0],
  // A = the advert's priority
  [0x50, 0, 0, 2],
  // 0: it passes, whole; anything else is not for this socket
  [0x15, 0, 1, 0],
  [0x06, 0, 0, 0xffff],
  [0x06, 0, 0, 0],
] as const;
const INSTRUCTION_BYTES = 8;

const little = endianness() === "LE";

/** struct sock_fprog: how many instructions, and where they are. */
const attach = (socket: RawSocket): void => {
  // Bytes of an ArrayBuffer lie outside the collected heap; the kernel copies them during the call.
  const code = new ArrayBuffer(RESIGNATIONS.length * INSTRUCTION_BYTES);
  const view = new DataView(code);
  RESIGNATIONS.forEach(([operation, ifTrue, ifFalse, operand], i) => {
    view.setUint16(i * INSTRUCTION_BYTES, operation, little);
    view.setUint8(i * INSTRUCTION_BYTES + 2, ifTrue);
    view.setUint8(i * INSTRUCTION_BYTES + 3, ifFalse);
    view.setUint32(i * INSTRUCTION_BYTES + 4, operand, little);
  });
  const program = Buffer.alloc(16);
  const header = new DataView(program.buffer, program.byteOffset, program.length);
  header.setUint16(0, RESIGNATIONS.length, little);
  header.setBigUint64(8, koffi.address(code), little);
  socket.setOption(SOL_SOCKET, SO_ATTACH_FILTER, program, program.length);
};

export interface ResignationBell {
  close(): void;
}

/**
 * A socket that takes nothing but adverts of priority 0, whatever else comes by the hundred: while the others are left to
 * gather, it says that a master resigned. What it takes is a copy; the packet itself waits with the others. Of the
 * group the interface is a member already. Throws the socket package's error.
 */
export const openResignationBell = (name: string, ring: () => void): ResignationBell => {
  const socket = raw.createSocket({
    protocol: VRRP_PROTOCOL,
    addressFamily: raw.AddressFamily.IPv4,
    bufferSize: BUFFER_BYTES,
  });
  let open = true;
  const close = (): void => {
    if (!open) return;
    open = false;
    // After some errors the package has closed it already, and a second time throws.
    try {
      socket.close();
    } catch {}
  };
  try {
    attach(socket);
    const device = Buffer.from(`${name}\0`);
    socket.setOption(SOL_SOCKET, SO_BINDTODEVICE, device, device.length);
  } catch (error) {
    close();
    throw error;
  }
  socket.on("message", () => open && ring());
  // The interface went: the receiver hears of it too, and says so.
  socket.on("error", close);
  return { close };
};
