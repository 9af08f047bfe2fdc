import type { BoundBlock } from "../bind.ts";
import type { SmtpCheck } from "../model-checks.ts";
import type { CheckReader } from "./check-reader.ts";
import { type Complaints, entriesOf, entryOf, stringOf } from "./reader.ts";

/** No space and nothing that could end the line: it is sent as it stands. */
const HELO = /^[\w.:[\]-]{1,255}$/;

/** SMTP_CHECK. Each of the old `host` blocks is a target of its own; what one does not say, the checker says. */
export const compileSmtpCheck = (block: BoundBlock, check: CheckReader, say: Complaints): SmtpCheck => {
  const helo = stringOf(block, "helo_name");
  const entry = entryOf(block, "helo_name");
  if (entry && helo !== null && !HELO.test(helo))
    say.error(
      entry.args[0] ?? entry.keyword,
      "config.bad-value",
      `'${helo.slice(0, 60)}' is not a name to say in HELO`,
    );
  const hosts = entriesOf(block, "host").flatMap((host) => (host.block ? [check.connection(host.block)] : []));
  const own = check.connection();
  return {
    kind: "SMTP_CHECK",
    ...own,
    ...check.timers({ retry: 1, delayBeforeRetry: 1 }),
    ...(helo === null ? {} : { helo }),
    targets: hosts.length > 0 ? hosts : [own],
  };
};
