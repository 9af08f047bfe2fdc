import { endianness } from "node:os";
import koffi from "koffi";
import raw, { type RawSocket } from "raw-socket";
import { AH_BYTES, AH_PROTOCOL } from "../../core/packet/authentication-header.ts";

const SOL_SOCKET = 1;
const SO_BINDTODEVICE = 25;
const SO_ATTACH_FILTER = 26;
const BUFFER_BYTES = 64;

/** In an advert, from its beginning (RFC 3768 section 5.1, RFC 9568 section 5.1). */
const PRIORITY_AT = 2;

/** Classic BPF, struct sock_filter: operation, jump if true, jump if false, operand. A packet begins with its IP header. */
const resignations = (protocol: number) =>
  [
    // X = length of the IP header
    [0xb1, 0, 0, 0],
    // A = the advert's priority
    [0x50, 0, 0, (protocol === AH_PROTOCOL ? AH_BYTES : 0) + PRIORITY_AT],
    // 0: it passes, whole; anything else is not for this socket
    [0x15, 0, 1, 0],
    [0x06, 0, 0, 0xffff],
    [0x06, 0, 0, 0],
  ] as const;
const INSTRUCTION_BYTES = 8;

const little = endianness() === "LE";

/** struct sock_fprog: how many instructions, and where they are. */
const attach = (socket: RawSocket, protocol: number): void => {
  const instructions = resignations(protocol);
  // Bytes of an ArrayBuffer lie outside the collected heap; the kernel copies them during the call.
  const code = new ArrayBuffer(instructions.length * INSTRUCTION_BYTES);
  const view = new DataView(code);
  instructions.forEach(([operation, ifTrue, ifFalse, operand], i) => {
    view.setUint16(i * INSTRUCTION_BYTES, operation, little);
    view.setUint8(i * INSTRUCTION_BYTES + 2, ifTrue);
    view.setUint8(i * INSTRUCTION_BYTES + 3, ifFalse);
    view.setUint32(i * INSTRUCTION_BYTES + 4, operand, little);
  });
  const program = Buffer.alloc(16);
  const header = new DataView(program.buffer, program.byteOffset, program.length);
  header.setUint16(0, instructions.length, little);
  header.setBigUint64(8, koffi.address(code), little);
  socket.setOption(SOL_SOCKET, SO_ATTACH_FILTER, program, program.length);
};

export interface ResignationBell {
  close(): void;
}

/**
 * A socket that takes nothing but adverts of priority 0, whatever else comes by the hundred: while the others are left to
 * gather, it says that a master resigned. `protocol` is VRRP's or AH's. What it takes is a copy; the packet itself waits with the others. Of the
 * group the interface is a member already. Throws the socket package's error.
 */
export const openResignationBell = (name: string, protocol: number, ring: () => void): ResignationBell => {
  const socket = raw.createSocket({
    protocol,
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
    attach(socket, protocol);
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
