import { connect } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as after } from "node:timers/promises";
import * as z from "zod";
import type { AgentUnit } from "./agent.ts";
import { Hopeless, until } from "./poll.ts";
import { tail } from "./processes.ts";

const ANSWER_MS = 20_000;
const DEADLINE_MS = 240_000;

/** The part of `baton agent status` that says how the agent and its hub stand. */
const replySchema = z.object({ status: z.object({ hub: z.object({ state: z.string() }).nullable() }) });

/** The state of the agent's link to the hub, by the agent's own control socket. Rejects while it does not answer. */
const linkState = (stateDir: string): Promise<string> => {
  const socket = connect(path.join(stateDir, "control.sock"));
  const answer = new Promise<string>((resolve, reject) => {
    socket.on("error", reject);
    const lines = createInterface({ input: socket });
    lines.on("error", reject);
    lines.once("line", (line) => resolve(replySchema.parse(JSON.parse(line)).status.hub?.state ?? "off"));
    socket.on("connect", () => socket.write('{"type":"status"}\n'));
  });
  const late = after(ANSWER_MS, undefined, { ref: false }).then(() => Promise.reject(new Error("no answer in time")));
  return Promise.race([answer, late]).finally(() => socket.destroy());
};

const linked = (agent: AgentUnit): Promise<true> =>
  until(
    {
      what: `the agent of ${agent.name} is connected to the hub`,
      deadlineMs: DEADLINE_MS,
      everyMs: 500,
      evidence: () => tail(agent.logFile),
    },
    async () => {
      const process = agent.process();
      if (process && !process.running()) throw new Hopeless(`it ended by ${await process.exited}`);
      return (await linkState(agent.stateDir)) === "connected";
    },
  );

/** When every agent is connected to the hub; rejects with the log of one that is not in time. */
export const allLinked = async (agents: readonly AgentUnit[]): Promise<void> => {
  await Promise.all(agents.map(linked));
};
