import { type Millis, toSeconds } from "@baton/shared/base/duration.ts";
import { type DetectionTime, detectionTimes } from "@baton/shared/config/detection-time.ts";
import type { ConfigModel } from "@baton/shared/config/model.ts";

/** More of a kind than this are counted, not listed. */
const LISTED = 20;

const seconds = (duration: Millis): string => `${Number(toSeconds(duration).toFixed(2))} s`;

const line = (time: DetectionTime): string => {
  if (time.kind === "master") return `a dead master of ${time.name}: ${seconds(time.worst)}`;
  if (time.slowest === null) return `a dead server of ${time.name}: never, some are not checked`;
  const { worst, refused } = time.slowest;
  return `a dead server of ${time.name}: ${seconds(worst)} when silent, ${seconds(refused)} when it refuses`;
};

const listed = (times: readonly DetectionTime[], more: string): readonly string[] =>
  times.length <= LISTED
    ? times.map(line)
    : [...times.slice(0, LISTED).map(line), `and ${times.length - LISTED} more ${more}`];

/** How late what fails is noticed, at most; empty for a file in which nothing can fail. */
export const detectionLines = (model: ConfigModel): readonly string[] => {
  const times = detectionTimes(model);
  if (times.length === 0) return [];
  return [
    "Noticed at most so late:",
    ...[
      ...listed(
        times.filter(({ kind }) => kind === "master"),
        "virtual routers",
      ),
      ...listed(
        times.filter(({ kind }) => kind === "pool"),
        "virtual servers",
      ),
    ].map((text) => `  ${text}`),
  ];
};
