/*
 * The exec channel between host and guest: one TCP connection per command, made of frames.
 *
 *   0        1                5
 *   +--------+----------------+----------------- - -
 *   | type   | length (u32be) | payload
 *   +--------+----------------+----------------- - -
 *
 * The host sends `open` (token and request, JSON) once, then stdin and signals; the guest answers with output and one `exit`.
 */
export const frameType = {
  open: 1,
  stdin: 2,
  stdinEnd: 3,
  signal: 4,
  started: 5,
  stdout: 6,
  stderr: 7,
  exit: 8,
  refused: 9,
} as const;

/** No frame is longer, whoever sends it. An `open` frame carries a whole environment, so this is ample but bounded. */
export const maxPayload = 1024 * 1024;
const headerLength = 5;

export interface Frame {
  readonly type: number;
  readonly payload: Uint8Array;
}

export class FrameError extends Error {}

export const encodeFrame = (type: number, payload: Uint8Array = new Uint8Array(0)): Uint8Array => {
  if (payload.length > maxPayload) throw new FrameError(`a frame of ${payload.length} bytes is over the limit`);
  const bytes = new Uint8Array(headerLength + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, type);
  view.setUint32(1, payload.length);
  bytes.set(payload, headerLength);
  return bytes;
};

export const encodeText = (type: number, text: string): Uint8Array => encodeFrame(type, new TextEncoder().encode(text));

/** Cuts a long chunk into frames below the limit. */
export const encodeChunks = (type: number, chunk: Uint8Array): Uint8Array[] => {
  const frames: Uint8Array[] = [];
  for (let at = 0; at < chunk.length; at += maxPayload)
    frames.push(encodeFrame(type, chunk.subarray(at, at + maxPayload)));
  return frames;
};

/** Collects bytes into frames; throws FrameError when the other side announces more than the limit. */
export const createFrameReader = (): ((chunk: Uint8Array) => Frame[]) => {
  let pending: Uint8Array = new Uint8Array(0);
  return (chunk) => {
    const bytes = concat(pending, chunk);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const frames: Frame[] = [];
    let at = 0;
    while (bytes.length - at >= headerLength) {
      const length = view.getUint32(at + 1);
      if (length > maxPayload) throw new FrameError(`a frame of ${length} bytes is over the limit`);
      if (bytes.length - at < headerLength + length) break;
      frames.push({
        type: view.getUint8(at),
        payload: new Uint8Array(bytes.subarray(at + headerLength, at + headerLength + length)),
      });
      at += headerLength + length;
    }
    pending = new Uint8Array(bytes.subarray(at));
    return frames;
  };
};

const concat = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
};
