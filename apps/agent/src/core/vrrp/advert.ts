import type { Millis } from "@baton/shared/base/duration.ts";

/** No authentication, RFC 3768 section 5.3.6; the 8 bytes are zero and still sent. */
export const AUTH_NONE = 0;
/** A plain password of at most 8 bytes, RFC 2338 section 5.3.6.1. */
export const AUTH_PASS = 1;
/** The advert is behind an authentication header, RFC 2338 section 5.3.6.3; its 8 bytes are zero. */
export const AUTH_AH = 2;
export const AUTH_BYTES = 8;

interface AdvertCommon {
  /** 1 to 255. */
  readonly virtualRouterId: number;
  /** 0 says that the master resigns, 255 that it owns the addresses. */
  readonly priority: number;
  readonly interval: Millis;
  /** Canonical text, in the order of the packet. */
  readonly addresses: readonly string[];
}

export interface AdvertV2 extends AdvertCommon {
  readonly version: 2;
  readonly authType: number;
  /** Always 8 bytes. */
  readonly authData: Uint8Array;
}

export interface AdvertV3 extends AdvertCommon {
  readonly version: 3;
}

export type Advert = AdvertV2 | AdvertV3;
