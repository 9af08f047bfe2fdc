import type { ConfigModel, VrrpInstance, VrrpSyncGroup } from "@baton/shared/config/model.ts";
import type { NotifyScripts } from "@baton/shared/config/model-track.ts";
import type { RouterAction } from "../../core/vrrp/action.ts";
import {
  groupState,
  notifyLine,
  notifyRuns,
  priorityLine,
  removalTold,
  type StateChange,
  weakerLine,
} from "../../core/vrrp/notify.ts";
import type { PhaseName } from "../../core/vrrp/state.ts";
import { type TrackResult, trackKey } from "../../core/vrrp/track.ts";
import type { BfdWord } from "../../ports/process-channel.ts";
import type { FromHelper, HelperPlan, Notification, ScriptHelper } from "../../ports/script-helper.ts";
import type { VrrpDeps } from "./deps.ts";

type Transition = Extract<RouterAction, { type: "transition" }>;

/** Between the engine and the helper that runs scripts. */
export interface TrackDesk {
  /** Before the instances start, and at every reload. */
  plan(model: ConfigModel): void;
  /** What of a machine's action scripts and pipes are told; `state` is the one after it. */
  acted(instance: VrrpInstance, state: PhaseName, action: RouterAction): void;
  /** The next that is told of this instance is its end: a reload removes it. */
  removes(instance: VrrpInstance): void;
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
    readers: model.globals.vrrpFifoReaders ?? [],
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
  /** Instances that a reload is about to remove. */
  const removed = new Set<string>();

  const hear = (message: FromHelper): void => {
    if (message.type === "event") {
      deps.event(message.event);
      return;
    }
    results.set(trackKey(message.result.kind, message.result.name), message.result);
    onResults(results);
  };
  const helper = openHelper(hear);

  const write = (name: string, runs: Notification["runs"], line: string, type = "INSTANCE"): void => {
    if (runs.length > 0 || fifos > 0) helper.notify({ queue: `${type} ${name}`, subject: name, runs, line });
  };

  const tell = (change: StateChange, scripts: NotifyScripts | undefined): void =>
    write(change.name, notifyRuns(change, scripts), notifyLine(change), change.type);

  const heardWeaker = ({ name, notify, priority }: VrrpInstance): void => {
    const command = notify?.weaker;
    // Told only where it is asked for: a weaker master that does not hear repeats itself with every advert.
    if (command) write(name, [{ keyword: "notify_master_rx_lower_pri", command }], weakerLine(name, priority));
  };

  const moved = (instance: VrrpInstance, { from, to, priority }: Transition): void => {
    // Before the first state and after the last one there is nothing to tell twice.
    if (from === "initialize" && to === "initialize") return;
    const { name, notify } = instance;
    states.set(name, to);
    const told = to === "initialize" && removed.delete(name) ? removalTold(notify) : to;
    tell({ type: "INSTANCE", name, to: told, priority }, notify);
    tellGroups(name);
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
    acted: (instance, state, action) => {
      if (action.type === "transition") moved(instance, action);
      else if (action.type === "heard-weaker") heardWeaker(instance);
      else if (
        action.type === "priority-changed" &&
        instance.tellsPriority &&
        (state === "master" || state === "backup")
      )
        write(instance.name, [], priorityLine(instance.name, state, action.to));
    },
    removes: ({ name }) => void removed.add(name),
    bfd: ({ name, up, reason }) => {
      results.set(trackKey("bfd", name), { kind: "bfd", name, status: up ? "up" : "down", value: 0, detail: reason });
      onResults(results);
    },
    finish: () => helper.finish(FINISH_MS),
  };
};
