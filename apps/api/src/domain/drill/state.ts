import type { CommandBody, ProbeReport } from "@baton/shared/contract/commands.ts";
import type { Drill } from "@baton/shared/contract/http/drills.ts";
import type { ProbeTarget } from "./preflight.ts";

/** All durations in milliseconds. Every phase that waits has an end among these. */
export const DRILL_TIMES = {
  probeInterval: 10,
  /** The witness answers when it has had answers steadily; on a busy host that takes a while. */
  probeStart: 20_000,
  /** Undisturbed probing before the move, so that the report shows what normal is. */
  baseline: 500,
  move: 10_000,
  /** Probing after the move: late damage, such as a lost gratuitous ARP, shows now. */
  settle: 1_000,
  probeStop: 5_000,
  abandon: 3_000,
  /** A probe that outlives its hub ends by itself. */
  probeMax: 60_000,
  /** Without hand back the backup keeps the VIP this long, unless released. */
  takeoverLease: 600_000,
  /** With hand back the lease only guards against a lost hub. */
  handBackLease: 60_000,
} as const;

/** The longest time without an answer that still passes: below it a client with a usual time-out notices nothing. */
export const PASS_BELOW_MS = 1_000;

/** Out to the backup, and back to the old master. */
export type Leg = "out" | "back";

export interface Ending {
  readonly outcome: NonNullable<Drill["outcome"]>;
  readonly problem: Drill["problem"];
}

export type Phase =
  | { readonly name: "probe-starting"; readonly leg: Leg; readonly until: number }
  | { readonly name: "baseline"; readonly leg: Leg; readonly until: number }
  | {
      readonly name: "moving";
      readonly leg: Leg;
      readonly sentAt: number;
      readonly gained: boolean;
      readonly yielded: boolean;
      readonly until: number;
    }
  | { readonly name: "settling"; readonly leg: Leg; readonly until: number }
  | { readonly name: "probe-stopping"; readonly leg: Leg; readonly until: number }
  /** It went wrong: the takeover is being released and the probe stopped, whatever comes of that. */
  | { readonly name: "abandoning"; readonly leg: Leg; readonly ending: Ending; readonly until: number }
  | { readonly name: "ended" };

/** A drill under way. The document is what is stored and shown; the rest is needed only while it runs. */
export interface DrillRun {
  readonly drill: Drill;
  readonly from: string;
  readonly to: string;
  readonly witness: string;
  readonly target: ProbeTarget;
  readonly phase: Phase;
  /** Whether the backup may be under a takeover of ours. */
  readonly takeoverSent: boolean;
}

export type DrillAction = {
  readonly type: "send";
  readonly node: string;
  readonly id: string;
  /** Hub clock. */
  readonly deadline: number;
  readonly body: CommandBody;
};

export interface DrillStep {
  readonly run: DrillRun;
  readonly actions: readonly DrillAction[];
}

/** Command ids follow from the drill's, so that a late answer is told from an awaited one. */
export const commandId = (run: DrillRun, purpose: CommandBody["kind"], leg: Leg): string =>
  `${run.drill.id}/${leg}/${purpose}`;

export const probeIdOf = (run: DrillRun, leg: Leg): string => `${run.drill.id}/${leg}`;

export const nextDeadline = (run: DrillRun): number | null => (run.phase.name === "ended" ? null : run.phase.until);

export const reportOf = (run: DrillRun, leg: Leg): ProbeReport | null =>
  leg === "out" ? run.drill.report : run.drill.handBackReport;
