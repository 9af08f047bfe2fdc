import { randomBytes } from "node:crypto";
import type { UdpCheck } from "@baton/shared/config/model-checks.ts";
import { judgeUdpReply } from "../../core/health/expect/udp-reply.ts";
import type { ProbeOutcome } from "../../core/health/probe-outcome.ts";
import { probeDatagram } from "./datagram.ts";

const RANDOM_BYTES = 16;

/**
 * Sends one datagram. Where no reply is required, silence until the connect timeout is good and only an ICMP error is
 * bad; else the first reply decides. Never rejects.
 */
export const probeUdp = (check: UdpCheck, signal: AbortSignal): Promise<ProbeOutcome> => {
  const { payload, reply } = check;
  const bytes = payload === null ? randomBytes(RANDOM_BYTES) : Buffer.from(payload, "hex");
  return probeDatagram(
    check,
    signal,
    bytes,
    (datagram) => (reply ? judgeUdpReply(reply, datagram) : { ok: true }),
    reply ? undefined : { ok: true },
  );
};
