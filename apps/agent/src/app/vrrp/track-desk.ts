import type { ConfigModel, VrrpInstance, VrrpSyncGroup } from "@baton/shared/config/model.ts";
import type { NotifyScripts } from "@baton/shared/config/model-track.ts";
import type { RouterAction } from "../../core/vrrp/action.ts";
import { groupState, notifyLine, notifyRuns, type StateChange } from "../../core/vrrp/notify.ts";
import type { PhaseName } from "../../core/vrrp/state.ts";
import { type TrackResult, trackKey } from "../../core/vrrp/track.ts";
import type { BfdWord } from "../../ports/process-channel.ts";
import type { FromHelper, HelperPlan, ScriptHelper } from "../../ports/script-helper.ts";
import type { VrrpDeps } from "./deps.ts";

type Transition = Extract<RouterAction, { type: "transition" }>;

/** Between the engine and the helper that runs scripts. */
export interface TrackDesk {
  /** Before the instances start, and at every reload. */
  plan(model: ConfigModel): void;
  transition(instance: VrrpInstance, action: Transition): void;
  bfd(word: BfdWord): void;
  finish(): Promise<void>;
}

/** How long the scripts of notify_stop may hold up the end. */
const FINISH_MS = 2000;

const PLURALS = { script: "scripts", process: "processes", file: "files" } as const;

/** Only what some instance tracks is run. */
const helperPlan = (model: ConfigModel): HelperPlan => {
  const instances = model.vrrpInstances;
  const used = (pick: (instance: VrrpInstance) => readonly { readonly name: string }[] | undefined): Set<string> =>
    new Set(instances.flatMap((instance) => (pick(instance) ?? []).map(({ name }) => name)));
  const scripts = used((instance) => instance.trackScripts);
  const processes = used((instance) => instance.trackProcesses);
  const files = used((instance) => instance.trackFiles);
  return {
    settings: model.globals.scripts ?? { security: false, user: null },
    scripts: (model.trackScripts ?? []).filter(({ name }) => scripts.has(name)),
    processes: (model.trackProcesses ?? []).filter(({ name }) => processes.has(name)),
    files: (model.trackFiles ?? []).filter(({ name }) => files.has(name)),
    fifos: model.globals.vrrpFifos ?? [],
    notifies: [...instances, ...(model.syncGroups ?? [])].some(({ notify }) => notify !== undefined),
  };
};

export const createTrackDesk = (
  openHelper: (onMessage: (message: FromHelper) => void) => ScriptHelper,
  deps: Pick<VrrpDeps, "event">,
  onResults: (results: ReadonlyMap<string, TrackResult>) => void,
): TrackDesk => {
  const results = new Map<string, TrackResult>();
  const states = new Map<string, PhaseName>();
  /** What each group's scripts were told last. */
  const toldGroups = new Map<string, PhaseName>();
  let groups: readonly VrrpSyncGroup[] = [];
  let fifos = 0;

  const hear = (message: FromHelper): void => {
    if (message.type === "event") {
      deps.event(message.event);
      return;
    }
    results.set(trackKey(message.result.kind, message.result.name), message.result);
    onResults(results);
  };
  const helper = openHelper(hear);

  const tell = (change: StateChange, scripts: NotifyScripts | undefined): void => {
    const runs = notifyRuns(change, scripts);
    const queue = `${change.type} ${change.name}`;
    if (runs.length > 0 || fifos > 0) {
      helper.notify({ queue, subject: change.name, runs, line: notifyLine(change) });
    }
  };

  const tellGroups = (member: string): void => {
    for (const { name, members, notify } of groups.filter((group) => group.members.includes(member))) {
      const to = groupState(members.map((each) => states.get(each) ?? "initialize"));
      if (to === null || toldGroups.get(name) === to) continue;
      toldGroups.set(name, to);
      // keepalived gives a group no priority either.
      tell({ type: "GROUP", name, to, priority: 0 }, notify);
    }
  };

  return {
    plan: (model) => {
      const plan = helperPlan(model);
      fifos = plan.fifos.length;
      groups = model.syncGroups ?? [];
      const known = new Set(
        (["script", "process", "file"] as const).flatMap((kind) =>
          plan[PLURALS[kind]].map(({ name }) => trackKey(kind, name)),
        ),
      );
      for (const { name } of model.bfdInstances ?? []) known.add(trackKey("bfd", name));
      for (const key of [...results.keys()]) if (!known.has(key)) results.delete(key);
      helper.plan(plan);
    },
    transition: (instance, { from, to, priority }) => {
      // Before the first state and after the last one there is nothing to tell twice.
      if (from === "initialize" && to === "initialize") return;
      states.set(instance.name, to);
      tell({ type: "INSTANCE", name: instance.name, to, priority }, instance.notify);
      tellGroups(instance.name);
    },
    bfd: ({ name, up, reason }) => {
      results.set(trackKey("bfd", name), { kind: "bfd", name, status: up ? "up" : "down", value: 0, detail: reason });
      onResults(results);
    },
    finish: () => helper.finish(FINISH_MS),
  };
};
