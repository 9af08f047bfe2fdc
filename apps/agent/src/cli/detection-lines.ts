import { type Millis, toSeconds } from "@baton/shared/base/duration.ts";
import { type DetectionTime, detectionTimes } from "@baton/shared/config/detection-time.ts";
import type { ConfigModel } from "@baton/shared/config/model.ts";
import type { Say } from "./speech.ts";

/** More of a kind than this are counted, not listed. */
const LISTED = 20;

/** "3.61" */
const seconds = (duration: Millis): number => Number(toSeconds(duration).toFixed(2));

const line = (time: DetectionTime, say: Say): string => {
  const { name } = time;
  if (time.kind === "master") return say("a dead master of {name}: {worst} s", { name, worst: seconds(time.worst) });
  if (time.slowest === null) return say("a dead server of {name}: never, some are not checked", { name });
  return say("a dead server of {name}: {worst} s when silent, {refused} s when it refuses", {
    name,
    worst: seconds(time.slowest.worst),
    refused: seconds(time.slowest.refused),
  });
};

const MORE = { master: "and {n} more virtual routers", pool: "and {n} more virtual servers" } as const;

const ofKind = (times: readonly DetectionTime[], kind: DetectionTime["kind"], say: Say): readonly string[] => {
  const same = times.filter((time) => time.kind === kind);
  const more = same.length - LISTED;
  return [...same.slice(0, LISTED).map((time) => line(time, say)), ...(more > 0 ? [say(MORE[kind], { n: more })] : [])];
};

/** How late what fails is noticed, at most; empty for a file in which nothing can fail. */
export const detectionLines = (model: ConfigModel, say: Say): readonly string[] => {
  const times = detectionTimes(model);
  if (times.length === 0) return [];
  const lines = [...ofKind(times, "master", say), ...ofKind(times, "pool", say)];
  return [say("Noticed at most so late:"), ...lines.map((text) => `  ${text}`)];
};
