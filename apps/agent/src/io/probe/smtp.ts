import type { CheckConnection, SmtpCheck } from "@baton/shared/config/model-checks.ts";
import { formatEndpoint } from "@baton/shared/net/endpoint.ts";
import type { ProbeOutcome } from "../../core/health/probe-outcome.ts";
import { hearSmtp, NEW_DIALOGUE } from "../../core/smtp/dialogue.ts";
import { openStream } from "./bound-socket.ts";
import { classifyFailure } from "./classify.ts";
import { probeWithin } from "./within.ts";

/** A name that nobody can have, RFC 2606. */
const DEFAULT_HELO = "baton.invalid";

const probeTarget = (target: CheckConnection, helo: string, signal: AbortSignal): Promise<ProbeOutcome> =>
  probeWithin(target.connectTimeout, signal, (end) => {
    const socket = openStream(target).setEncoding("latin1");
    let state = NEW_DIALOGUE;
    socket.on("data", (text) => {
      const step = hearSmtp(state, String(text), helo);
      if (step.type === "done") end({ ok: true });
      else if (step.type === "failed") end({ ok: false, kind: "answer", reason: step.reason });
      else state = step.state;
      if (step.type === "say") socket.write(step.text);
    });
    // Stays on after the end: a late error of a destroyed socket must not become an exception.
    socket.on("error", (error) => end(classifyFailure(error)));
    socket.on("close", () => end({ ok: false, kind: "reset", reason: "the connection was closed within the session" }));
    return () => socket.destroy();
  });

/** All targets in order, up to the first that fails. The connect timeout is the time for a whole session. Never rejects. */
export const probeSmtp = async (check: SmtpCheck, signal: AbortSignal): Promise<ProbeOutcome> => {
  for (const target of check.targets) {
    const outcome = await probeTarget(target, check.helo ?? DEFAULT_HELO, signal);
    if (outcome.ok) continue;
    if (check.targets.length === 1) return outcome;
    const at = formatEndpoint({ address: target.connectAddress, port: target.connectPort });
    return { ...outcome, reason: `${at}: ${outcome.reason}` };
  }
  return { ok: true };
};
