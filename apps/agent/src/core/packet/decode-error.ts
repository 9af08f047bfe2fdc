/** Why bytes are not a packet this node can use. A closed set: counted by name, never thrown. */
export const DECODE_ERRORS = [
  "truncated",
  "not-ipv4",
  "not-ipv6",
  "not-vrrp",
  "ttl",
  "version",
  "type",
  "virtual-router-id",
  "length",
  "checksum",
] as const;
export type DecodeErrorKind = (typeof DECODE_ERRORS)[number];

export interface DecodeError {
  readonly kind: DecodeErrorKind;
  readonly detail: string;
}

export const decodeError = (kind: DecodeErrorKind, detail: string): DecodeError => ({ kind, detail });
