import { equalBytes } from "../bytes/bytes.ts";
import { type Advert, AUTH_AH, AUTH_NONE, AUTH_PASS } from "./advert.ts";
import type { RouterParams } from "./params.ts";

/** Why a well-formed advert for this virtual router is not listened to. */
export const REFUSAL_REASONS = ["version", "auth-type", "auth-data", "interval", "addresses"] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export interface Refusal {
  readonly reason: RefusalReason;
  /** What was expected and what came. Passwords stay out of it. */
  readonly detail: string;
}

const AUTH_NAMES: Readonly<Record<number, string>> = { [AUTH_NONE]: "none", [AUTH_PASS]: "PASS", [AUTH_AH]: "AH" };
const authName = (type: number): string => AUTH_NAMES[type] ?? `type ${type}`;

const sameSet = (a: readonly string[], b: readonly string[]): boolean => {
  const own = new Set(a);
  return new Set(b).size === own.size && b.length === a.length && b.every((address) => own.has(address));
};

/**
 * The checks after decoding, in keepalived's order of effect: version, authentication, interval (version 2 only:
 * RFC 3768 section 7.1 drops an advert whose interval differs), addresses as a set. Null: accepted.
 * `known`: the sender's addresses have been compared before (skip_check_adv_addr).
 */
export const refusalOf = (params: RouterParams, advert: Advert, known = false): Refusal | null => {
  if (advert.version !== params.version)
    return { reason: "version", detail: `VRRP version ${advert.version}, expected ${params.version}` };
  if (advert.version === 2) {
    if (advert.authType !== params.authType)
      return {
        reason: "auth-type",
        detail: `authentication ${authName(advert.authType)}, expected ${authName(params.authType)}`,
      };
    if (params.authType === AUTH_PASS && !equalBytes(advert.authData, params.authData))
      return { reason: "auth-data", detail: "wrong password" };
    if (advert.interval !== params.advertInterval)
      return { reason: "interval", detail: `interval ${advert.interval} ms, expected ${params.advertInterval} ms` };
  }
  // Nothing could be timed by it.
  if (advert.interval <= 0) return { reason: "interval", detail: "interval 0" };
  if (!known && !sameSet(params.addresses, advert.addresses))
    return {
      reason: "addresses",
      detail: `addresses ${advert.addresses.slice(0, 8).join(", ") || "none"}, expected ${params.addresses.join(", ") || "none"}`,
    };
  return null;
};
