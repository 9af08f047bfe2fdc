import type { BoundBlock } from "../bind.ts";
import type { RequiredReply, UdpCheck } from "../model-checks.ts";
import type { CheckReader } from "./check-reader.ts";
import { type Complaints, entryOf, numberOf } from "./reader.ts";

const MAX_PAYLOAD_BYTES = 1472;
const DEFAULT_MAX_REPLY = 255;

/** Runs of hexadecimal digits; white space separates, and an odd run lacks a leading 0, as in keepalived: "Ab12f 3" is ab 12 0f 03. */
const hexOf = (block: BoundBlock, keyword: string, wild: boolean, say: Complaints): string => {
  const entry = entryOf(block, keyword);
  const words = (entry?.args ?? []).flatMap(({ value }) => value.split(/\s+/)).filter((word) => word !== "");
  const shape = wild ? /^[\da-fx]+$/i : /^[\da-f]+$/i;
  const bad = words.find((word) => !shape.test(word));
  if (entry && bad !== undefined)
    say.error(entry.args[0] ?? entry.keyword, "config.bad-value", `'${bad.slice(0, 60)}' is not hexadecimal`);
  const bytes = words.map(pairsOf).join("");
  if (entry && bytes.length > 2 * MAX_PAYLOAD_BYTES)
    say.error(entry.args[0] ?? entry.keyword, "config.bad-value", `more than ${MAX_PAYLOAD_BYTES} bytes`);
  return bytes;
};

/** Digits pair up from the left; the one that is left over is a byte of its own. */
const pairsOf = (word: string): string =>
  word.length % 2 === 0 ? word.toLowerCase() : `${word.slice(0, -1)}0${word.slice(-1)}`.toLowerCase();

export const compileUdpCheck = (block: BoundBlock, check: CheckReader, say: Complaints): UdpCheck => {
  const payload = hexOf(block, "payload", false, say);
  return {
    ...check.usual("UDP_CHECK", { retry: 1, delayBeforeRetry: 1 }),
    payload: payload === "" ? null : payload,
    reply: replyOf(block, say),
  };
};

const replyOf = (block: BoundBlock, say: Complaints): RequiredReply | null => {
  if (!entryOf(block, "require_reply")) {
    for (const keyword of ["min_reply_length", "max_reply_length"]) {
      const entry = entryOf(block, keyword);
      if (entry) say.warning(entry.keyword, "config.no-effect", `'${keyword}' says nothing without 'require_reply'`);
    }
    return null;
  }
  const minLength = numberOf(block, "min_reply_length") ?? 0;
  const maxLength = numberOf(block, "max_reply_length") ?? Math.max(DEFAULT_MAX_REPLY, minLength);
  const max = entryOf(block, "max_reply_length");
  if (max && maxLength < minLength)
    say.error(max.keyword, "config.bad-value", `max_reply_length ${maxLength} is below min_reply_length ${minLength}`);
  return { pattern: hexOf(block, "require_reply", true, say), minLength, maxLength };
};
