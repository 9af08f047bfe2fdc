import { err, ok, type Result } from "@baton/shared/base/result.ts";
import { align4, HOST_LITTLE_ENDIAN, viewOf } from "./genl-attribute.ts";
import type { GenlDecodeError } from "./genl-error.ts";

/**
 * Generic netlink messages (include/uapi/linux/netlink.h and genetlink.h):
 *
 *   0        4      6       8     12      16    17        18         20
 *   | length | type | flags | seq | port  | cmd | version | reserved | attributes ... |
 */
export const NLM_F_REQUEST = 0x1;
export const NLM_F_ACK = 0x4;
export const NLM_F_DUMP = 0x300;

const NLMSG_ERROR = 2;
const NLMSG_DONE = 3;
/** Below this a message type belongs to netlink itself. */
const NLMSG_MIN_TYPE = 16;
const NLM_F_MULTI = 0x2;

const HEADER = 16;
const GENL_HEADER = 4;

export interface GenlRequest {
  readonly family: number;
  readonly command: number;
  readonly version: number;
  /** Beyond NLM_F_REQUEST. */
  readonly flags: number;
  readonly attributes: readonly Uint8Array[];
}

const lengthOf = ({ attributes }: GenlRequest): number => {
  let length = HEADER + GENL_HEADER;
  for (const attribute of attributes) length += attribute.length;
  return length;
};

/** Where one goes, and how long it is altogether. */
interface Place {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly at: number;
  readonly length: number;
}

const write = (request: GenlRequest, flags: number, sequence: number, { bytes, view, at, length }: Place): void => {
  view.setUint32(at, length, HOST_LITTLE_ENDIAN);
  view.setUint16(at + 4, request.family, HOST_LITTLE_ENDIAN);
  view.setUint16(at + 6, flags | NLM_F_REQUEST, HOST_LITTLE_ENDIAN);
  view.setUint32(at + 8, sequence, HOST_LITTLE_ENDIAN);
  bytes[at + 16] = request.command;
  bytes[at + 17] = request.version;
  let end = at + HEADER + GENL_HEADER;
  for (const attribute of request.attributes) {
    bytes.set(attribute, end);
    end += attribute.length;
  }
};

/**
 * Requests one after another as one datagram, numbered upwards. With `lastFlags` none asks for an acknowledgement but the
 * last, which has these flags beside its own.
 */
export const encodeRequests = (
  requests: readonly GenlRequest[],
  firstSequence: number,
  lastFlags: number | null = null,
): Uint8Array => {
  const lengths = requests.map(lengthOf);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + align4(length), 0));
  const view = viewOf(bytes);
  let at = 0;
  requests.forEach((request, index) => {
    const length = lengths[index] ?? 0;
    const own = lastFlags === null ? request.flags : request.flags & ~NLM_F_ACK;
    const flags = own | (index === requests.length - 1 ? (lastFlags ?? 0) : 0);
    write(request, flags, firstSequence + index, { bytes, view, at, length });
    at += align4(length);
  });
  return bytes;
};

export const encodeRequest = (request: GenlRequest, sequence: number): Uint8Array =>
  encodeRequests([request], sequence);

/** What the kernel answers. `errno` is positive; 0 is an acknowledgement. */
export type GenlReply =
  | { readonly kind: "error"; readonly sequence: number; readonly errno: number }
  | { readonly kind: "done"; readonly sequence: number; readonly errno: number }
  | {
      readonly kind: "data";
      readonly sequence: number;
      readonly family: number;
      readonly command: number;
      /** One of several; a "done" follows. */
      readonly multi: boolean;
      readonly attributes: Uint8Array;
    };

const errnoOf = (payload: Uint8Array): number =>
  payload.length < 4 ? 0 : Math.abs(viewOf(payload).getInt32(0, HOST_LITTLE_ENDIAN));

const decodeOne = (bytes: Uint8Array): Result<GenlReply | null, GenlDecodeError> => {
  const view = viewOf(bytes);
  const type = view.getUint16(4, HOST_LITTLE_ENDIAN);
  const sequence = view.getUint32(8, HOST_LITTLE_ENDIAN);
  const payload = bytes.subarray(HEADER);
  if (type === NLMSG_ERROR) {
    if (payload.length < 4) return err({ code: "short", where: "error message" });
    return ok({ kind: "error", sequence, errno: errnoOf(payload) });
  }
  if (type === NLMSG_DONE) return ok({ kind: "done", sequence, errno: errnoOf(payload) });
  if (type < NLMSG_MIN_TYPE) return ok(null);
  if (payload.length < GENL_HEADER) return err({ code: "short", where: "generic header" });
  return ok({
    kind: "data",
    sequence,
    family: type,
    command: payload[0] ?? 0,
    multi: (view.getUint16(6, HOST_LITTLE_ENDIAN) & NLM_F_MULTI) !== 0,
    attributes: payload.subarray(GENL_HEADER),
  });
};

/** Takes a datagram from the kernel apart. Messages of netlink itself (no-op, overrun) are left out. */
export const decodeReplies = (datagram: Uint8Array): Result<readonly GenlReply[], GenlDecodeError> => {
  const replies: GenlReply[] = [];
  let rest = datagram;
  while (rest.length > 0) {
    if (rest.length < HEADER) return err({ code: "short", where: "message header" });
    const length = viewOf(rest).getUint32(0, HOST_LITTLE_ENDIAN);
    if (length < HEADER || length > rest.length) return err({ code: "bad-length", where: "message header" });
    const reply = decodeOne(rest.subarray(0, length));
    if (!reply.ok) return reply;
    if (reply.value) replies.push(reply.value);
    rest = rest.subarray(align4(length));
  }
  return ok(replies);
};
