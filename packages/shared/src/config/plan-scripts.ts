import { toSeconds } from "../base/duration.ts";
import type { ConfigModel, GlobalDefs } from "./model.ts";
import type { DaemonScript, NotifyPipe } from "./model-track.ts";
import type { PlannedChange } from "./planned-change.ts";

const scripts = (sentence: string): PlannedChange => ({ where: "scripts", sentence });

/** Notify pipes, the scripts at the start and the end of the agent, and the files about reloads. */
export const planScripts = (running: ConfigModel | null, wanted: ConfigModel): readonly PlannedChange[] => [
  ...changedPipes(pipesOf(running?.globals), pipesOf(wanted.globals)),
  ...changedStart(running, wanted.globals.startupScript),
  ...changedEnd(running?.globals.shutdownScript, wanted.globals.shutdownScript),
  ...changedReloads(running?.globals, wanted.globals),
];

/** Each path with who writes to it. */
const pipesOf = (globals: GlobalDefs | undefined): ReadonlyMap<string, string> => {
  const paths = (pipes: readonly NotifyPipe[] | undefined) => new Set((pipes ?? []).map(({ path }) => path));
  const [vrrp, lvs] = [paths(globals?.vrrpFifos), paths(globals?.lvsFifos)];
  const writers = (path: string): string =>
    vrrp.has(path) ? (lvs.has(path) ? "all state changes" : "state changes of VRRP") : "servers and quorums";
  return new Map([...new Set([...vrrp, ...lvs])].map((path) => [path, writers(path)]));
};

const changedPipes = (
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly PlannedChange[] => [
  ...[...before.keys()]
    .filter((path) => !after.has(path))
    .map((path) => scripts(`The pipe ${path} is closed, and removed if the agent made it.`)),
  ...[...after]
    .filter(([path, writers]) => before.get(path) !== writers)
    .map(([path, writers]) => scripts(`The pipe ${path} is told of ${writers}.`)),
];

const textOf = (script: DaemonScript | undefined): string =>
  script ? `${script.command.argv.join(" ")} (${toSeconds(script.timeout)} s at most)` : "nothing";

const changedStart = (running: ConfigModel | null, after: DaemonScript | undefined): readonly PlannedChange[] => {
  if (!running) return after ? [scripts(`startup_script ${textOf(after)} runs before anything else begins.`)] : [];
  const [old, now] = [textOf(running.globals.startupScript), textOf(after)];
  return old === now ? [] : [scripts(`startup_script goes from ${old} to ${now}: a reload does not run it.`)];
};

const changedEnd = (before: DaemonScript | undefined, after: DaemonScript | undefined): readonly PlannedChange[] => {
  const [old, now] = [textOf(before), textOf(after)];
  return old === now
    ? []
    : [scripts(`shutdown_script goes from ${old} to ${now}: it runs when the agent has stopped.`)];
};

const changedReloads = (before: GlobalDefs | undefined, after: GlobalDefs): readonly PlannedChange[] => {
  const timed = (globals: GlobalDefs | undefined): string => {
    const settings = globals?.timedReload;
    if (!settings) return "none";
    return settings.repeat ? `${settings.file}, every day` : settings.file;
  };
  const changes: readonly (readonly [string, string, string])[] = [
    ["reload_time_file", timed(before), timed(after)],
    ["reload_file", before?.reloadFile ?? "none", after.reloadFile ?? "none"],
  ];
  return changes.flatMap(([keyword, old, now]) =>
    old === now ? [] : [scripts(`${keyword} goes from ${old} to ${now}.`)],
  );
};
