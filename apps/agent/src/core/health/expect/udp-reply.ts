import type { RequiredReply } from "@baton/shared/config/model-checks.ts";
import type { ProbeOutcome } from "../probe-outcome.ts";

const digitsOf = (bytes: Uint8Array, count: number): string =>
  Array.from(bytes.subarray(0, count), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** UDP_CHECK's reading of a datagram: its length, and as much of it as both the pattern and it have. */
export const judgeUdpReply = ({ pattern, minLength, maxLength }: RequiredReply, reply: Uint8Array): ProbeOutcome => {
  if (reply.length < minLength || reply.length > maxLength) {
    const reason = `a reply of ${reply.length} bytes, not of ${minLength} to ${maxLength}`;
    return { ok: false, kind: "answer", reason };
  }
  const digits = digitsOf(reply, pattern.length / 2);
  const wrong = [...digits].findIndex((digit, index) => pattern[index] !== "x" && pattern[index] !== digit);
  if (wrong === -1) return { ok: true };
  return { ok: false, kind: "answer", reason: `the reply differs in byte ${Math.floor(wrong / 2) + 1}` };
};
