import type { BoundBlock } from "../bind.ts";
import type { VrrpInstance } from "../model.ts";
import { numberIn } from "./kernel-names.ts";
import { type Complaints, entryOf, NO_COMPLAINTS, numberOf } from "./reader.ts";

const MAX_U32 = 4_294_967_295;
const DEFAULT_TIMES = 3;

type Policy = "mtu" | "advert" | { readonly bytes: number };

/** vrrp_rx_bufs_policy; of contradicting words the one that keepalived takes. */
export const readBufferPolicy = (globals: BoundBlock | null, say: Complaints): Policy | null => {
  const entry = entryOf(globals, "vrrp_rx_bufs_policy");
  if (!entry) return null;
  const names = entry.args.map(({ value }) => value.toLowerCase());
  const number = entry.args.find((_, i) => names[i] !== "mtu" && names[i] !== "advert");
  const [mtu, advert] = [names.includes("mtu"), names.includes("advert")];
  if (Number(number !== undefined) + Number(mtu) + Number(advert) > 1)
    say.warning(
      entry.keyword,
      "config.contradiction",
      `of several policies only ${number ? "the number" : "MTU"} counts, as in keepalived`,
    );
  if (number) return { bytes: numberIn(number, MAX_U32, say, "MTU, ADVERT or a number of bytes") };
  return mtu ? "mtu" : "advert";
};

const HEADER_BYTES = 8;
const AUTHENTICATION_BYTES = 8;
const IPV4_HEADER_BYTES = 20;

/** As keepalived counts it: with the header of IPv4, and without that of IPv6. */
const advertBytes = ({ virtualAddresses, version }: VrrpInstance, isIpv6: boolean): number =>
  isIpv6
    ? HEADER_BYTES + 16 * virtualAddresses.length
    : IPV4_HEADER_BYTES + HEADER_BYTES + 4 * virtualAddresses.length + (version === 2 ? AUTHENTICATION_BYTES : 0);

const policyOf = (policy: Policy | null, times: number, advert: number): VrrpInstance["receiveBuffer"] | null => {
  if (policy === "mtu") return { mtus: times };
  if (policy === "advert") return { bytes: times * advert };
  return policy;
};

/** kernel_rx_buf_size, else what vrrp_rx_bufs_policy makes of the instance; absent: Baton's own size. */
export const compileReceiveBuffer = (
  globals: BoundBlock | null,
  block: BoundBlock,
  instance: VrrpInstance,
  isIpv6: boolean,
): Pick<VrrpInstance, "receiveBuffer"> => {
  const own = numberOf(block, "kernel_rx_buf_size");
  if (own !== null && own > 0) return { receiveBuffer: { bytes: own } };
  // What stands in global_defs has been looked at once for the whole file.
  const policy = readBufferPolicy(globals, NO_COMPLAINTS);
  const times = numberOf(globals, "vrrp_rx_bufs_multiplier") ?? DEFAULT_TIMES;
  const size = policyOf(policy, times, advertBytes(instance, isIpv6));
  return size && !("bytes" in size && size.bytes === 0) ? { receiveBuffer: size } : {};
};
