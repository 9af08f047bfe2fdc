import type { BoundBlock } from "../bind.ts";
import type { TcpCheck } from "../model-checks.ts";
import type { CheckReader } from "./check-reader.ts";
import { type Complaints, entryOf, numberOf } from "./reader.ts";

const DEFAULTS = { retry: 1, delayBeforeRetry: 1 };

export const compileTcpCheck = (block: BoundBlock, check: CheckReader, say: Complaints): TcpCheck =>
  check.usual("TCP_CHECK", DEFAULTS, retryOf(block, say));

/** Blogs write nb_get_retry in TCP_CHECK; keepalived up to 1.2.19 ignored it there, later ones refuse it. */
const retryOf = (block: BoundBlock, say: Complaints): number | null => {
  const retry = numberOf(block, "retry");
  const old = entryOf(block, "nb_get_retry");
  if (!old || typeof old.value !== "number") return retry;
  const effect =
    retry === null
      ? `is taken as retry = ${old.value}; keepalived never did so`
      : "has no effect: 'retry' is given too";
  say.warning(
    old.keyword,
    "config.nb-get-retry",
    `'nb_get_retry' in TCP_CHECK ${effect}`,
    retry === null ? `write 'retry ${old.value}'` : "remove it",
  );
  return retry ?? old.value;
};
