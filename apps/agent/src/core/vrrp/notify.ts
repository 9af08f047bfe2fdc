import type { NotifyScripts, ScriptCommand } from "@baton/shared/config/model-track.ts";
import type { PhaseName } from "./state.ts";

/** What scripts and pipes are told of an instance or a group. Pure. */

/** A state, or the end of an instance that a reload removed. */
type Told = PhaseName | "deleted";

export interface StateChange {
  readonly type: "INSTANCE" | "GROUP";
  readonly name: string;
  readonly to: Told;
  readonly priority: number;
}

interface Run {
  readonly keyword: string;
  readonly command: ScriptCommand;
}

/** keepalived's words; only the daemon's end makes an instance go back to where it began. */
const WORDS: Readonly<Record<Told, string>> = {
  master: "MASTER",
  backup: "BACKUP",
  fault: "FAULT",
  initialize: "STOP",
  deleted: "DELETED",
};
const KEYWORDS: Readonly<Record<Told, "master" | "backup" | "fault" | "stop" | "deleted">> = {
  master: "master",
  backup: "backup",
  fault: "fault",
  initialize: "stop",
  deleted: "deleted",
};

const line = (type: StateChange["type"], name: string, word: string, priority: number): string =>
  `${type} "${name}" ${word} ${priority}`;

/** The line of a notify pipe: INSTANCE "VI_1" MASTER 100. */
export const notifyLine = ({ type, name, to, priority }: StateChange): string => line(type, name, WORDS[to], priority);

/** notify_priority_changes, as keepalived writes it; told of masters and backups. */
export const priorityLine = (name: string, state: "master" | "backup", priority: number): string =>
  line("INSTANCE", name, `${WORDS[state]}_PRIORITY`, priority);

/** Beside notify_master_rx_lower_pri. */
export const weakerLine = (name: string, priority: number): string =>
  line("INSTANCE", name, "MASTER_RX_LOWER_PRI", priority);

/** How the removal of an instance is told: without notify_deleted as FAULT, as in keepalived. */
export const removalTold = (scripts: NotifyScripts | undefined): "deleted" | "fault" =>
  scripts?.deleted === undefined ? "fault" : "deleted";

/** The state's own script first, then `notify` with TYPE NAME STATE PRIORITY behind its arguments. */
export const notifyRuns = (change: StateChange, scripts: NotifyScripts | undefined): readonly Run[] => {
  const state = KEYWORDS[change.to];
  const own = scripts?.[state];
  const any = scripts?.any;
  const runs: Run[] = own && own !== true ? [{ keyword: `notify_${state}`, command: own }] : [];
  if (any) {
    const extra = [change.type, change.name, WORDS[change.to], String(change.priority)];
    const [program, ...args] = any.argv;
    runs.push({ keyword: "notify", command: { ...any, argv: [program, ...args, ...extra] } });
  }
  return runs;
};

/** The state of a group: fault when one member is, otherwise the one that all are in; null on the way there. */
export const groupState = (members: readonly PhaseName[]): PhaseName | null => {
  const [first] = members;
  if (members.includes("fault")) return "fault";
  return first !== undefined && members.every((state) => state === first) ? first : null;
};
