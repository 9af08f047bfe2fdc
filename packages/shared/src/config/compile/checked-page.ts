import type { BoundBlock, BoundEntry } from "../bind.ts";
import type { Token } from "../lexer.ts";
import { type CheckedPattern, type CheckedUrl, MAX_SEARCHED_BYTES } from "../model-checks.ts";
import type { CheckReader } from "./check-reader.ts";
import { translatePattern } from "./pcre.ts";
import { type Complaints, entryOf, flagOf, numberOf, stringOf } from "./reader.ts";

/** Control characters and spaces would end the request line, or begin another one. */
const PATH = /^\/[\u0021-\u007e]*$/;
const HOST = /^[\w.:[\]-]{1,253}$/;

/** What the checker says of all of its pages. */
export interface PageDefaults {
  /** Its virtualhost is sent in TLS too. */
  readonly sendsHost: boolean;
  readonly closesTls: boolean;
}

/** A `url` block of HTTP_GET or SSL_GET. */
export const compileUrl = (
  entry: BoundEntry,
  check: CheckReader,
  { sendsHost, closesTls }: PageDefaults,
  say: Complaints,
): CheckedUrl | null => {
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
  const pattern = patternOf(block, say);
  return {
    path,
    digest,
    virtualHost,
    statusCodes: statusCodesOf(block, say),
    ...(pattern ? { pattern } : {}),
    ...(closesTls || flagOf(block, "tls_compliant") === true ? { closesTls: true as const } : {}),
    ...(sendsHost && virtualHost !== null ? { serverName: virtualHost } : {}),
  };
};

const digestOf = (block: BoundBlock, say: Complaints): string | null => {
  const token = entryOf(block, "digest")?.args[0];
  if (!token) return null;
  if (!/^[\da-f]{32}$/i.test(token.value))
    say.error(token, "config.bad-value", `'${token.value.slice(0, 60)}' is not an MD5: 32 hexadecimal digits are`);
  return token.value.toLowerCase();
};

const offsetOf = (block: BoundBlock, keyword: string, fallback: number, say: Complaints): number => {
  const value = numberOf(block, keyword) ?? fallback;
  const entry = entryOf(block, keyword);
  if (entry && value > MAX_SEARCHED_BYTES)
    say.error(
      entry.args[0] ?? entry.keyword,
      "config.bad-value",
      `${keyword} ${value}: only the first ${MAX_SEARCHED_BYTES} bytes of a page are searched`,
    );
  return value;
};

const patternOf = (block: BoundBlock, say: Complaints): CheckedPattern | null => {
  const entry = entryOf(block, "regex");
  const [token] = entry?.args ?? [];
  if (!entry || !token) return null;
  const options = (entryOf(block, "regex_options")?.args ?? []).map(({ value }) => value);
  const translated = translatePattern(entry.args.map(({ value }) => value).join(" "), options);
  if (!translated.ok) {
    say.error(token, "config.bad-value", `regex: ${translated.error}`);
    return null;
  }
  return {
    ...translated.value,
    matches: !entryOf(block, "regex_no_match"),
    minOffset: offsetOf(block, "regex_min_offset", 0, say),
    maxOffset: offsetOf(block, "regex_max_offset", MAX_SEARCHED_BYTES, say),
  };
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
