import type { NotifyScripts, ScriptCommand } from "@baton/shared/config/model-track.ts";
import type { PhaseName } from "./state.ts";

/** What scripts and pipes are told when an instance or a group changes its state. Pure. */

export interface StateChange {
  readonly type: "INSTANCE" | "GROUP";
  readonly name: string;
  readonly to: PhaseName;
  readonly priority: number;
}

interface Run {
  readonly keyword: string;
  readonly command: ScriptCommand;
}

/** keepalived's words; only the daemon's end makes an instance go back to where it began. */
const WORDS: Readonly<Record<PhaseName, string>> = {
  master: "MASTER",
  backup: "BACKUP",
  fault: "FAULT",
  initialize: "STOP",
};
const KEYWORDS: Readonly<Record<PhaseName, "master" | "backup" | "fault" | "stop">> = {
  master: "master",
  backup: "backup",
  fault: "fault",
  initialize: "stop",
};

/** The line of a notify pipe: INSTANCE "VI_1" MASTER 100. */
export const notifyLine = ({ type, name, to, priority }: StateChange): string =>
  `${type} "${name}" ${WORDS[to]} ${priority}`;

/** The state's own script first, then `notify` with TYPE NAME STATE PRIORITY behind its arguments. */
export const notifyRuns = (change: StateChange, scripts: NotifyScripts | undefined): readonly Run[] => {
  const state = KEYWORDS[change.to];
  const own = scripts?.[state];
  const any = scripts?.any;
  const runs: Run[] = own ? [{ keyword: `notify_${state}`, command: own }] : [];
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
