import type { Drill, newDrillSchema } from "@baton/shared/contract/http/drills.ts";
import type * as z from "zod";
import type { Preflight } from "./preflight.ts";
import type { DrillRun, Ending } from "./state.ts";
import { say, type Words } from "./words.ts";

export type DrillRequest = z.infer<typeof newDrillSchema> & { readonly requestedBy: string };
export type StepCode = Drill["steps"][number]["code"];

/** A drill is a few dozen steps long; the bound keeps a release in a loop from growing the document. */
const MAX_STEPS = 200;

export const newDocument = (id: string, at: number, request: DrillRequest, found: Preflight): Drill => ({
  id,
  instance: request.instance,
  state: "preflight",
  requestedBy: request.requestedBy,
  reason: request.reason,
  requestedAt: at,
  endedAt: null,
  from: found.from,
  to: found.to,
  witness: found.witness,
  handBack: request.handBack,
  outcome: null,
  problem: null,
  steps: [
    {
      ...{ at, code: "requested", node: null },
      ...say("requested", { who: request.requestedBy, reason: request.reason }),
    },
  ],
  report: null,
  handBackReport: null,
});

export const withStep = (drill: Drill, at: number, code: StepCode, node: string | null, words: Words): Drill =>
  drill.steps.length >= MAX_STEPS ? drill : { ...drill, steps: [...drill.steps, { at, code, node, ...words }] };

/** The document as it stays. */
export const endedDocument = (drill: Drill, at: number, ending: Ending, words: Words): Drill => ({
  ...withStep(drill, at, "ended", null, words),
  state: "ended",
  endedAt: at,
  outcome: ending.outcome,
  problem: ending.problem,
});

/** A drill that came to its end otherwise than planned. */
export const endedEarly = (drill: Drill, at: number, ending: Ending): Drill => {
  const { code = "", message = "" } = ending.problem ?? {};
  return endedDocument(drill, at, ending, say("ended-early", { outcome: ending.outcome, problem: code, message }));
};

/** A drill that preflight stopped: it is kept, so that the attempt and its blockers can be read later. */
export const refusedDocument = (drill: Drill, at: number, found: Preflight): Drill => {
  const message = found.blockers.map((blocker) => blocker.message).join(" ");
  const code = found.blockers[0]?.code ?? "drill.refused";
  return endedEarly(drill, at, { outcome: "refused", problem: { code, message } });
};

/** What a restarted hub makes of a drill that it finds without an end. */
export const orphanedDocument = (drill: Drill, at: number): Drill => {
  const message =
    "The hub stopped during the drill. The probe and a takeover without hand back end by themselves with their leases.";
  return endedEarly(drill, at, { outcome: "interrupted", problem: { code: "drill.hub-restarted", message } });
};

export const withDocument = (run: DrillRun, drill: Drill): DrillRun => ({ ...run, drill });
