import { randomInt } from "node:crypto";
import type { DnsCheck } from "@baton/shared/config/model-checks.ts";
import { decode, encode, RECURSION_DESIRED } from "dns-packet";
import type { ProbeOutcome } from "../../core/health/probe-outcome.ts";
import { probeDatagram } from "./datagram.ts";

const MAX_ID = 65_536;

const sameName = (a: string, b: string): boolean =>
  a.replace(/\.$/, "").toLowerCase() === b.replace(/\.$/, "").toLowerCase();

/**
 * Null for what does not answer our question: with a number that can be guessed in 65,536 tries, a datagram of someone
 * else must not take a server out or keep it in.
 */
const judgeDns = ({ type, name }: DnsCheck, id: number, datagram: Uint8Array): ProbeOutcome | null => {
  try {
    const reply = decode(Buffer.from(datagram));
    const [question] = reply.questions ?? [];
    if (reply.id !== id || reply.type !== "response") return null;
    if (question && (question.type !== type || !sameName(question.name, name))) return null;
    const code = "rcode" in reply ? String(reply.rcode) : "";
    return code === "NOERROR" ? { ok: true } : { ok: false, kind: "answer", reason: `the answer is ${code}` };
  } catch {
    const answersUs = datagram.length >= 2 && (datagram[0] ?? 0) * 256 + (datagram[1] ?? 0) === id;
    return answersUs ? { ok: false, kind: "answer", reason: "the answer is not DNS" } : null;
  }
};

/** One query over UDP; any answer without an error is good, an empty one too, as in keepalived. Never rejects. */
export const probeDns = (check: DnsCheck, signal: AbortSignal): Promise<ProbeOutcome> => {
  const id = randomInt(MAX_ID);
  const { type, name } = check;
  const query = encode({ type: "query", id, flags: RECURSION_DESIRED, questions: [{ type, name }] });
  return probeDatagram(check, signal, query, (datagram) => judgeDns(check, id, datagram));
};
