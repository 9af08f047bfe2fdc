import { fromSeconds } from "../../base/duration.ts";
import { statementRange } from "../ast.ts";
import type { BoundBlock, BoundEntry } from "../bind.ts";
import type { TcpCheck } from "../model.ts";
import { type Complaints, entryOf, numberOf, stringOf } from "./reader.ts";

/** Blocks that a checker inherits its timers from, nearest first. */
export interface CheckDefaults {
  readonly address: string;
  readonly port: number;
  readonly realServer: BoundBlock;
  readonly virtualServer: BoundBlock;
}

/** Defaults of keepalived: delay_loop 60 s, timeout 5 s, 1 retry after 1 s, warm-up over the delay_loop. */
export const compileTcpCheck = (entry: BoundEntry, from: CheckDefaults, say: Complaints): TcpCheck | null => {
  const { block } = entry;
  if (!block) return null;
  const timer = (name: string, fallback: number): number =>
    numberOf(block, name) ?? numberOf(from.realServer, name) ?? numberOf(from.virtualServer, name) ?? fallback;
  const delayLoop = timer("delay_loop", 60);
  return {
    kind: "TCP_CHECK",
    range: statementRange(entry.statement),
    connectAddress: stringOf(block, "connect_ip") ?? from.address,
    connectPort: numberOf(block, "connect_port") ?? from.port,
    bindAddress: stringOf(block, "bindto"),
    connectTimeout: fromSeconds(timer("connect_timeout", 5)),
    retry: retryOf(block, say) ?? timer("retry", 1),
    delayBeforeRetry: fromSeconds(timer("delay_before_retry", 1)),
    delayLoop: fromSeconds(delayLoop),
    warmup: fromSeconds(timer("warmup", delayLoop)),
  };
};

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
