import type { CheckConnection } from "@baton/shared/config/model-checks.ts";
import { addressBytes } from "@baton/shared/net/ip-address.ts";

export const AF_INET = 2;
export const AF_INET6 = 10;

/** Where a probe connects from and to, as the kernel wants it said. */
export interface TcpPlace {
  readonly family: number;
  readonly to: Uint8Array;
  readonly from: Uint8Array | null;
  /** To be set on the socket, all of level SOL_SOCKET. */
  readonly options: readonly (readonly [option: number, value: Uint8Array])[];
}

const SO_REUSEADDR = 2;
const SO_BINDTODEVICE = 25;
const SO_MARK = 36;
/** An interface's name and its closing zero have at most this, IFNAMSIZ. */
const NAME_BYTES = 16;

/** struct sockaddr_in (16 bytes) or sockaddr_in6 (28). Null for text that is no plain address, such as one with a zone. */
export const socketAddress = (text: string, port: number): Uint8Array | null => {
  const address = addressBytes(text);
  if (!address) return null;
  const isInet = address.length === 4;
  const bytes = new Uint8Array(isInet ? 16 : 28);
  // The family is in the host's byte order, the port is not.
  new Uint16Array(bytes.buffer, 0, 1)[0] = isInet ? AF_INET : AF_INET6;
  new DataView(bytes.buffer).setUint16(2, port);
  bytes.set(address, isInet ? 4 : 8);
  return bytes;
};

const optionsOf = ({ mark, bindInterface, bindPort = 0 }: CheckConnection): TcpPlace["options"] => {
  const options: [number, Uint8Array][] = [];
  // Probes of several servers may leave from one port at the same time.
  if (bindPort !== 0) options.push([SO_REUSEADDR, new Uint8Array(new Uint32Array([1]).buffer)]);
  if (mark !== undefined) options.push([SO_MARK, new Uint8Array(new Uint32Array([mark]).buffer)]);
  if (bindInterface !== undefined) {
    options.push([SO_BINDTODEVICE, new TextEncoder().encode(`${bindInterface}\0`).subarray(0, NAME_BYTES)]);
  }
  return options;
};

/** Null when the place can't be said this way. */
export const placeOfCheck = (check: CheckConnection): TcpPlace | null => {
  const { bindPort = 0, bindAddress } = check;
  const to = socketAddress(check.connectAddress, check.connectPort);
  if (!to) return null;
  const isInet = to.length === 16;
  const anywhere = bindPort === 0 ? null : isInet ? "0.0.0.0" : "::";
  const source = bindAddress ?? anywhere;
  const from = source === null ? null : socketAddress(source, bindPort);
  if (source !== null && !from) return null;
  return { family: isInet ? AF_INET : AF_INET6, to, from, options: optionsOf(check) };
};
