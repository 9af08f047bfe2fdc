import { readFile } from "node:fs/promises";
import type { ProbeSummary } from "../lab/client/protocol.ts";
import { mustRun } from "../lab/command.ts";
import { signalNamespace } from "../lab/network.ts";
import { poll } from "../lab/poll.ts";
import { namespaceName, VIP } from "../lab/topology.ts";
import { DRILL_LIMIT_MS, drill } from "./article-drill.ts";
import { INSTANCE, returnToSteady } from "./article-steady.ts";
import { bothTablesAsInTheArticle, heldOnlyBy, isHeldBy, realServersOf } from "./directors.ts";
import { numberProblems } from "./event-numbers.ts";
import { probed } from "./probed.ts";
import { expectThat, ms, type Proof, type Scene, type Step } from "./step.ts";

/** Limits with room for a slow, emulated kernel; what was measured is in the report. */
const ORDERLY_LIMIT_MS = 2000;
const RETURN_LIMIT_MS = 1500;
/** Three adverts of 1 s, the skew of priority 90 (0.65 s), and room. */
const KILLED_LIMIT_MS = 6000;

const probeFigures = (summary: ProbeSummary): Record<string, number> => ({
  probes: summary.attempts,
  answered: summary.succeeded,
  ...Object.fromEntries(Object.entries(summary.failures).map(([kind, count]) => [`failed.${kind}`, count])),
});

const within = (what: string, gapMs: number, limitMs: number): void =>
  expectThat(
    gapMs <= limitMs,
    `${what}: the client was without an answer for ${ms(gapMs)}, the limit is ${ms(limitMs)}`,
  );

const orderlyStop = async (scene: Scene): Promise<Proof> => {
  const {
    value: stopMs,
    probe,
    gapMs,
  } = await probed(scene, async () => {
    const took = await scene.lab.agents.lvs1.stop("SIGTERM");
    await heldOnlyBy(scene, "lvs2");
    return took;
  });
  const left = await realServersOf(scene, "lvs1");
  expectThat(left.length === 0, `lvs1 ended but left ${left.join(", ")} in its IPVS table`);
  within("SIGTERM to lvs1", gapMs, ORDERLY_LIMIT_MS);
  return {
    sentence: `SIGTERM to lvs1's agent: lvs2 has the VIP, the client's longest gap was ${ms(gapMs)}`,
    measuredMs: gapMs,
    figures: { agentStopMs: Math.round(stopMs), ...probeFigures(probe) },
  };
};

const takesBack = async (scene: Scene): Promise<Proof> => {
  if (scene.lab.agents.lvs1.process()?.running()) await scene.lab.agents.lvs1.stop();
  await heldOnlyBy(scene, "lvs2");
  const {
    value: backMs,
    probe,
    gapMs,
  } = await probed(scene, async () => {
    const start = performance.now();
    await scene.lab.agents.lvs1.start();
    await heldOnlyBy(scene, "lvs1", 60_000);
    return performance.now() - start;
  });
  await bothTablesAsInTheArticle(scene);
  within("lvs1's return", gapMs, RETURN_LIMIT_MS);
  return {
    sentence: `lvs1 took the VIP back ${ms(backMs)} after its start, the client's longest gap was ${ms(gapMs)}`,
    measuredMs: gapMs,
    figures: { backMs: Math.round(backMs), ...probeFigures(probe) },
  };
};

/** A host that dies: no goodbye from any process, and its kernel stops answering for the VIP. */
const killHost = async (scene: Scene): Promise<number> => {
  const namespace = namespaceName(scene.lab.id, "lvs1");
  const killed = await signalNamespace(namespace, "SIGKILL");
  if (await isHeldBy(scene, "lvs1")) {
    await mustRun(["ip", "-n", namespace, "addr", "delete", `${VIP}/32`, "dev", "eth0"]);
  }
  return killed;
};

const killed = async (scene: Scene): Promise<Proof> => {
  const {
    value: processes,
    probe,
    gapMs,
  } = await probed(scene, async () => {
    const count = await killHost(scene);
    await heldOnlyBy(scene, "lvs2");
    return count;
  });
  within("SIGKILL to everything on lvs1", gapMs, KILLED_LIMIT_MS);
  expectThat(processes > 1, `only ${processes} processes were on lvs1`);
  return {
    sentence: `SIGKILL to all ${processes} processes of lvs1: lvs2 took over, the client's longest gap was ${ms(gapMs)}`,
    measuredMs: gapMs,
    figures: { killed: processes, ...probeFigures(probe) },
  };
};

const TRANSITION = /\(VI_1\) Entering (MASTER|BACKUP) STATE/g;

/** Transitions by an agent's own log, which the hub has no hand in. */
const loggedTransitions = async (scene: Scene, director: "lvs1" | "lvs2"): Promise<number> => {
  const log = await readFile(scene.lab.agents[director].logFile, "utf8");
  return [...log.matchAll(TRANSITION)].length;
};

const hubAway = async (scene: Scene): Promise<Proof> => {
  const start = Date.now();
  await scene.lab.hub.stop("SIGKILL");
  await scene.lab.agents.lvs1.stop("SIGTERM");
  await heldOnlyBy(scene, "lvs2");
  await scene.lab.agents.lvs1.start();
  await heldOnlyBy(scene, "lvs1", 60_000);
  const awayMs = Date.now() - start;
  await scene.lab.hub.start();
  const logged = (await loggedTransitions(scene, "lvs1")) + (await loggedTransitions(scene, "lvs2"));
  const count = await poll(
    { what: "the hub has every event of both directors", deadlineMs: 60_000, everyMs: 500, signal: scene.signal },
    async () => {
      const events = await scene.hub.events();
      const problems = numberProblems(events);
      if (problems.length > 0) throw new Error(problems.join("; "));
      const transitions = events.filter((event) => event.kind === "vrrp.transition" && event.subject === INSTANCE);
      const told = transitions.filter((event) => / Entering (MASTER|BACKUP) STATE/.test(event.text)).length;
      if (told !== logged) throw new Error(`the agents logged ${logged} transitions, the hub has ${told}`);
      const meanwhile = transitions.filter((event) => event.at >= start && event.at <= start + awayMs);
      if (!meanwhile.some((event) => event.node === "lvs2")) throw new Error("lvs2's takeover is not there yet");
      return events.length;
    },
  );
  return {
    sentence: `hub killed, failover and return without it (${ms(awayMs)}), hub started: all ${count} events are there, no number missing`,
    measuredMs: awayMs,
    figures: { events: count, transitions: logged },
  };
};

export const failoverSteps: readonly Step[] = [
  { number: 5, prepare: returnToSteady, title: "SIGTERM to lvs1's agent: lvs2 takes over", run: orderlyStop },
  { number: 6, title: "lvs1 returns and takes back", run: takesBack },
  { number: 7, prepare: returnToSteady, title: "SIGKILL to everything on lvs1: lvs2 takes over", run: killed },
  { number: 8, prepare: returnToSteady, title: `drill by the REST API: gap under ${DRILL_LIMIT_MS} ms`, run: drill },
  {
    number: 9,
    prepare: returnToSteady,
    title: "hub stopped during a failover and started again: no event missing",
    run: hubAway,
  },
];
