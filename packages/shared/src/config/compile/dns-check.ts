import type { BoundBlock } from "../bind.ts";
import { DNS_TYPES, type DnsCheck } from "../model-checks.ts";
import type { CheckReader } from "./check-reader.ts";
import { type Complaints, entryOf, stringOf } from "./reader.ts";

/** Labels of up to 63 characters, 253 in all (RFC 1035 section 2.3.4); "." is the root. */
const NAME = /^(?:\.|(?:[\w-]{1,63}\.)*[\w-]{1,63}\.?)$/;
const MAX_NAME = 253;

/** DNS_CHECK: keepalived asks for the SOA of the root, and retries three times at the pace of delay_loop. */
export const compileDnsCheck = (block: BoundBlock, check: CheckReader, say: Complaints): DnsCheck => {
  const name = stringOf(block, "name") ?? ".";
  const entry = entryOf(block, "name");
  if (entry && (!NAME.test(name) || name.length > MAX_NAME))
    say.error(entry.args[0] ?? entry.keyword, "config.bad-value", `'${name.slice(0, 60)}' is not a domain name`);
  const type = stringOf(block, "type");
  return {
    ...check.usual("DNS_CHECK", { retry: 3, delayBeforeRetry: null }),
    type: DNS_TYPES.find((known) => known === type) ?? "SOA",
    name,
  };
};
