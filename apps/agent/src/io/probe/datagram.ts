import type { Socket } from "node:dgram";
import type { CheckConnection } from "@baton/shared/config/model-checks.ts";
import type { ProbeOutcome } from "../../core/health/probe-outcome.ts";
import { openDatagram } from "./bound-socket.ts";
import { classifyFailure } from "./classify.ts";
import { probeWithin } from "./within.ts";

/**
 * Sends one datagram and hands every one that comes back to `judge`, until that has an answer (null: go on waiting).
 * `silence` is the outcome when the time is over; an ICMP error is a failure at once. Never rejects.
 */
export const probeDatagram = (
  check: CheckConnection,
  signal: AbortSignal,
  payload: Uint8Array,
  judge: (reply: Uint8Array) => ProbeOutcome | null,
  silence?: ProbeOutcome,
): Promise<ProbeOutcome> =>
  probeWithin(
    check.connectTimeout,
    signal,
    (end) => {
      let socket: Socket | null = null;
      let over = false;
      const fail = (error: NodeJS.ErrnoException): void => end(classifyFailure(error));
      openDatagram(check).then((opened) => {
        if (over) return opened.close();
        socket = opened;
        opened.on("error", fail);
        opened.on("message", (reply) => {
          const outcome = judge(reply);
          if (outcome) end(outcome);
        });
        opened.send(payload, (error) => error && fail(error));
      }, fail);
      return () => {
        over = true;
        socket?.close();
      };
    },
    silence,
  );
