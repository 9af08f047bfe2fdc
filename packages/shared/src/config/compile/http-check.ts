import type { BoundBlock, BoundEntry } from "../bind.ts";
import type { HttpCheck } from "../model-checks.ts";
import type { CheckReader } from "./check-reader.ts";
import { compileUrl } from "./checked-page.ts";
import { type Complaints, entriesOf, flagOf, stringOf } from "./reader.ts";

/** HTTP_GET and SSL_GET: keepalived retries once, after 3 s. */
export const compileHttpCheck = (
  kind: HttpCheck["kind"],
  entry: BoundEntry,
  block: BoundBlock,
  check: CheckReader,
  say: Complaints,
): HttpCheck | null => {
  const name = stringOf(block, "sni_name");
  const sendsHost = flagOf(block, "enable_sni") === true && name === null;
  const closesTls = kind === "SSL_GET" && flagOf(block, "tls_compliant") === true;
  const [first, ...more] = entriesOf(block, "url").flatMap(
    (url) => compileUrl(url, check, { sendsHost, closesTls }, say) ?? [],
  );
  if (!first) {
    if (entriesOf(block, "url").length === 0)
      say.error(entry.keyword, "config.missing-value", `this ${kind} has no 'url'`, "add 'url { path / }'");
    return null;
  }
  const protocol = stringOf(block, "http_protocol")?.toUpperCase();
  return {
    ...check.usual(kind, { retry: 1, delayBeforeRetry: 3 }),
    urls: [first, ...more],
    serverName: name,
    ...(protocol === "1.0C" || protocol === "1.1" ? { protocol } : {}),
  };
};
