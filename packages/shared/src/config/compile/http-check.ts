import type { BoundBlock, BoundEntry } from "../bind.ts";
import type { Token } from "../lexer.ts";
import type { CheckedUrl, HttpCheck } from "../model-checks.ts";
import type { CheckReader } from "./check-reader.ts";
import { type Complaints, entriesOf, entryOf, flagOf, stringOf } from "./reader.ts";

/** HTTP_GET and SSL_GET: keepalived retries once, after 3 s. */
export const compileHttpCheck = (
  kind: HttpCheck["kind"],
  entry: BoundEntry,
  block: BoundBlock,
  check: CheckReader,
  say: Complaints,
): HttpCheck | null => {
  const [first, ...more] = entriesOf(block, "url").flatMap((url) => compileUrl(url, check, say) ?? []);
  if (!first) {
    if (entriesOf(block, "url").length === 0)
      say.error(entry.keyword, "config.missing-value", `this ${kind} has no 'url'`, "add 'url { path / }'");
    return null;
  }
  const name = stringOf(block, "sni_name");
  const sendsHost = flagOf(block, "enable_sni") === true;
  return {
    kind,
    ...check.connection(),
    ...check.timers({ retry: 1, delayBeforeRetry: 3 }),
    urls: [first, ...more],
    serverName: name ?? (sendsHost ? first.virtualHost : null),
  };
};

/** Control characters and spaces would end the request line, or begin another one. */
const PATH = /^\/[\u0021-\u007e]*$/;
const HOST = /^[\w.:[\]-]{1,253}$/;

const compileUrl = (entry: BoundEntry, check: CheckReader, say: Complaints): CheckedUrl | null => {
  const { block } = entry;
  if (!block) return null;
  const path = stringOf(block, "path");
  const at = entryOf(block, "path")?.args[0] ?? entry.keyword;
  if (path === null) say.error(at, "config.missing-value", "this url has no 'path'", "add 'path /'");
  else if (!PATH.test(path) || path.length > 4000)
    say.error(at, "config.bad-value", `'${path.slice(0, 60)}' is not a path: it begins with / and has no spaces`);
  const digest = digestOf(block, say);
  const virtualHost = stringOf(block, "virtualhost") ?? check.word("virtualhost");
  if (virtualHost !== null && !HOST.test(virtualHost))
    say.error(entry.keyword, "config.bad-value", `'${virtualHost.slice(0, 60)}' is not a host name`);
  if (path === null) return null;
  return { path, digest, virtualHost, statusCodes: statusCodesOf(block, say) };
};

const digestOf = (block: BoundBlock, say: Complaints): string | null => {
  const token = entryOf(block, "digest")?.args[0];
  if (!token) return null;
  if (!/^[\da-f]{32}$/i.test(token.value))
    say.error(token, "config.bad-value", `'${token.value.slice(0, 60)}' is not an MD5: 32 hexadecimal digits are`);
  return token.value.toLowerCase();
};

const OK_CODES = [{ from: 200, to: 299 }];

const statusCodesOf = (block: BoundBlock, say: Complaints): CheckedUrl["statusCodes"] => {
  const entry = entryOf(block, "status_code");
  if (!entry) return OK_CODES;
  return entry.args.flatMap((token) => rangeOf(token, say) ?? []);
};

/** "200" or "200-299". */
const rangeOf = (token: Token, say: Complaints): { readonly from: number; readonly to: number } | null => {
  const match = /^([1-9]\d\d)(?:-([1-9]\d\d))?$/.exec(token.value);
  const from = Number(match?.[1]);
  const to = Number(match?.[2] ?? match?.[1]);
  if (match && from <= to) return { from, to };
  say.error(
    token,
    "config.bad-value",
    `'${token.value.slice(0, 60)}' is not a status such as 200, nor a range such as 200-299`,
  );
  return null;
};
