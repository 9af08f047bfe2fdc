import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { errorText } from "@baton/shared/base/error-text.ts";
import { type Line, type Replayed, type ReplayState, replayLine } from "../core/vrrp/recording.ts";
import { EXIT } from "./exit-codes.ts";
import { complain, print } from "./output.ts";
import type { Speech } from "./speech.ts";

interface Outcome {
  readonly events: number;
  readonly transitions: readonly Replayed[];
}

const MAX_LINE = 1 << 20;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** The shape only: what is inside is taken as the machine's own, and a step that fails on it is told with its line. */
const lineOf = (text: string): Line | null => {
  if (text.length > MAX_LINE) return null;
  const value: unknown = JSON.parse(text);
  if (!isRecord(value) || typeof value.router !== "string") return null;
  const isBegin = value.type === "begin" && isRecord(value.params) && isRecord(value.state);
  const isEvent =
    value.type === "event" &&
    isRecord(value.event) &&
    Number.isFinite(value.event.at) &&
    Array.isArray(value.transitions);
  return isBegin || isEvent ? (value as unknown as Line) : null;
};

const replayText = (routers: ReplayState, text: string): { line: Line; replayed: readonly Replayed[] } | null => {
  try {
    const line = lineOf(text);
    const replayed = line ? replayLine(routers, line) : null;
    return line && replayed ? { line, replayed } : null;
  } catch {
    return null;
  }
};

/** Rejects with a sentence when the file can't be read or is no recording. */
const replayFile = async (file: string): Promise<Outcome> => {
  const routers: ReplayState = new Map();
  const transitions: Replayed[] = [];
  let events = 0;
  let number = 0;
  // A recording that was cut off in the middle of its last line is as good as one without it.
  let broken: number | null = null;
  for await (const text of createInterface({ input: createReadStream(file, "utf8"), crlfDelay: Infinity })) {
    number++;
    if (broken !== null) throw new Error(`${file}:${broken}: not a line of a recording`);
    const ran = replayText(routers, text);
    if (!ran) {
      broken = number;
      continue;
    }
    if (ran.line.type === "event") events++;
    transitions.push(...ran.replayed);
  }
  if (events === 0) throw new Error(`${file}: there is nothing recorded in it`);
  return { events, transitions };
};

const seconds = (ms: number): string => (ms / 1000).toFixed(3).padStart(10);

const describe = (
  { router, at, from, to, cause, recorded }: Replayed,
  start: number,
  { say, hear }: Speech,
): string => {
  const line = `${seconds(at - start)} s  (${router}) ${from} -> ${to}: ${hear(cause)}`;
  if (recorded === null) return line;
  const was =
    recorded.map((each) => `${each.from} -> ${each.to}: ${hear(each.cause)}`).join("; ") || say("no transition");
  return `${line}\n${" ".repeat(13)}${say("DIFFERS, recorded was {was}", { was })}`;
};

/** `baton agent replay FILE`: runs the recorded inputs through the machine and compares what it decides. */
export const replay = async (file: string, { json }: { json?: boolean }, speech: Speech): Promise<void> => {
  const { say, hear } = speech;
  try {
    const { events, transitions } = await replayFile(file);
    const differences = transitions.filter(({ recorded }) => recorded !== null).length;
    if (json) print(JSON.stringify({ events, transitions, differences }));
    else {
      const start = transitions[0]?.at ?? 0;
      for (const each of transitions) print(describe(each, start, speech));
      const counts = { events, transitions: transitions.length, differences };
      print(say("{events} events, {transitions} transitions, {differences} different from the recording", counts));
    }
    if (differences > 0) process.exitCode = EXIT.invalid;
  } catch (error) {
    complain(hear(errorText(error)));
    process.exitCode = EXIT.usage;
  }
};
