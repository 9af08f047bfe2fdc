import type { Observation } from "./observation.ts";
import type { DrillRun } from "./state.ts";

interface Danger {
  readonly outcome: "failed" | "interrupted";
  readonly code: string;
  readonly message: string;
}

/** What in the present picture ends a drill early: a real failover outranks it, and so does a lost party. */
export const dangerIn = (run: DrillRun, observation: Observation): Danger | null => {
  const { phase, from, to, witness } = run;
  if (phase.name === "ended" || phase.name === "abandoning") return null;
  if (!observation.connected.includes(witness)) {
    return { outcome: "failed", code: "witness-lost", message: `${witness} lost its connection to the hub.` };
  }
  if (phase.name === "probe-stopping") return null;
  const lost = [from, to].find((node) => !observation.connected.includes(node));
  if (lost !== undefined) {
    return { outcome: "interrupted", code: "director-lost", message: `${lost} lost its connection to the hub.` };
  }
  return unplannedMove(run, observation);
};

const unplannedMove = (run: DrillRun, { members }: Observation): Danger | null => {
  const { phase, from, to } = run;
  const failover = (message: string): Danger => ({ outcome: "interrupted", code: "real-failover", message });
  const faulty = members.find((member) => member.state === "fault" && [from, to].includes(member.node));
  if (faulty) return failover(`${faulty.node} went to the fault state.`);
  const stranger = members.find((member) => member.holds && member.connected && ![from, to].includes(member.node));
  if (stranger) return failover(`${stranger.node} took the VIP, which no one had asked for.`);
  if (phase.name === "moving" || phase.name === "ended" || phase.name === "abandoning") return null;
  const ownerBefore = phase.leg === "out" ? from : to;
  const ownerAfter = phase.leg === "out" ? to : from;
  const owner = phase.name === "settling" ? ownerAfter : ownerBefore;
  const holder = members.find((member) => member.node === owner);
  return holder?.holds ? null : failover(`${owner} no longer holds the VIP, which no one had asked for.`);
};
