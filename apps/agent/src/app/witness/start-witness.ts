import type { Command, CommandBody, CommandResult } from "@baton/shared/contract/commands.ts";
import { CONFIRM_EVERY_MS } from "@baton/shared/contract/lease.ts";
import { formatEndpoint } from "@baton/shared/net/endpoint.ts";
import { parseIpAddress } from "@baton/shared/net/ip-address.ts";
import type { ChildContext, ChildWork } from "../child.ts";
import { startIdleProbe } from "./idle-probe.ts";
import { type ProbeRun, startProbeRun } from "./probe-run.ts";

type ProbeStart = Extract<CommandBody, { kind: "probe-start" }>;

/** Runs that go on, and those that ended by themselves and wait for their probe-stop; these make room first. */
const MAX_RUNS = 16;
const FIRST_SUCCESS_MS = 16_000;
/** What a slow or busy host may need until its probing is steady; a healthy one needs half a second. */
const WARM_UP_MS = 8000;

/** The process that sees the service from a client's place. */
export const startWitness = async (context: ChildContext): Promise<ChildWork> => {
  const runs = new Map<string, ProbeRun>();
  const idle = (context.settings.witnessTargets ?? []).map((target) => startIdleProbe(context, target));
  const confirming = setInterval(
    () => context.report([{ op: "confirm", source: "witness", at: Date.now() }]),
    CONFIRM_EVERY_MS,
  );
  context.report([{ op: "confirm", source: "witness", at: Date.now() }]);

  const answer = (id: string, outcome: CommandResult["outcome"], code: string, message: string): void =>
    context.result({ id, outcome, code, message });

  const begin = ({ id, deadline }: Command, body: ProbeStart): void => {
    forgetEnded(runs);
    const refusal = refusalOf(body, runs);
    if (refusal) {
      answer(id, "refused", refusal.code, refusal.message);
      return;
    }
    const target = { address: body.address, port: body.port };
    const name = formatEndpoint(target);
    let lastReason = "no probe has ended";
    let answered = false;
    const patience = Math.min(FIRST_SUCCESS_MS, body.maxDurationMs, Math.max(1000, deadline - Date.now()));
    const timer = setTimeout(() => {
      answered = true;
      run.stop();
      runs.delete(body.probeId);
      answer(id, "failed", "probe.no-answer", `${name} did not answer in ${Math.round(patience)} ms: ${lastReason}`);
    }, patience);
    const run = startProbeRun({
      probeId: body.probeId,
      target,
      intervalMs: body.intervalMs,
      maxDurationMs: body.maxDurationMs,
      warmUpMs: Math.min(WARM_UP_MS, patience / 2),
      onOutcome: (ok, reason, measuring) => {
        if (!ok) lastReason = reason;
        if (!ok || !measuring || answered) return;
        answered = true;
        clearTimeout(timer);
        answer(id, "done", "", `${name} answers`);
      },
    });
    runs.set(body.probeId, run);
    context.log(`probing ${name} every ${body.intervalMs} ms (${body.probeId})`);
  };

  const end = (id: string, probeId: string): void => {
    const run = runs.get(probeId);
    if (!run) {
      answer(id, "refused", "probe.no-such-probe", `there is no probe ${probeId}`);
      return;
    }
    run.stop();
    runs.delete(probeId);
    const evidence = run.report();
    const gap = evidence.longestGapMs.toFixed(1);
    const lag = (evidence.witnessLagMs ?? 0).toFixed(1);
    context.log(
      `probe ${probeId}: ${evidence.succeeded} of ${evidence.probes} answered, longest gap ${gap} ms, own lag ${lag} ms`,
    );
    context.result({ id, outcome: "done", code: "", message: `longest gap ${gap} ms`, evidence });
  };

  return {
    command: (command) => {
      if (command.body.kind === "probe-start") begin(command, command.body);
      else if (command.body.kind === "probe-stop") end(command.id, command.body.probeId);
      else answer(command.id, "refused", "command.wrong-role", `a witness can't carry out ${command.body.kind}`);
    },
    stop: async () => {
      clearInterval(confirming);
      for (const probe of idle) probe.stop();
      for (const run of runs.values()) run.stop();
    },
  };
};

const forgetEnded = (runs: Map<string, ProbeRun>): void => {
  for (const [id, run] of runs) {
    if (runs.size < MAX_RUNS) return;
    if (run.ended()) runs.delete(id);
  }
};

const refusalOf = (body: ProbeStart, runs: ReadonlyMap<string, ProbeRun>): { code: string; message: string } | null => {
  const address = parseIpAddress(body.address);
  if (!address.ok) return { code: "probe.bad-address", message: address.error };
  if (runs.has(body.probeId)) return { code: "probe.exists", message: `probe ${body.probeId} is there already` };
  if (runs.size >= MAX_RUNS) return { code: "probe.too-many", message: `${MAX_RUNS} probes are there already` };
  return null;
};
