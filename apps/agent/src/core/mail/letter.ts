import type { ConfigModel } from "@baton/shared/config/model.ts";
import type { MailSettings } from "@baton/shared/config/model-mail.ts";
import type { AgentEvent, EventKind } from "@baton/shared/contract/events.ts";

/** One mail. The subject is worded as keepalived's, so that filters go on to work. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
}

/** Whether a server or a virtual server is to be written about, by the keys that events name them with. */
export type AlertOf = (key: string) => boolean;

const STATES: Readonly<Record<string, string>> = {
  master: "Entering MASTER state",
  backup: "Entering BACKUP state",
  fault: "Entering FAULT state",
};

/** One line, of what people can read. */
const shown = (text: unknown): string =>
  String(text)
    .replace(/[^\x20-\x7e]/g, "?")
    .slice(0, 300);

/** The state that each sync group was last seen in. */
export type GroupStates = ReadonlyMap<string, string>;

type Subject = (event: AgentEvent, mail: MailSettings, alertOf: AlertOf) => string | null;

const ofInstance: Subject = ({ subject, data }, mail) => {
  const state = STATES[String(data.to)];
  const isWanted = mail.instances.includes(subject) && !(data.to === "fault" && mail.withoutFaults);
  return isWanted && state !== undefined ? `VRRP Instance ${shown(subject)} - ${state}` : null;
};

const ofServer =
  (state: "UP" | "DOWN"): Subject =>
  ({ subject, data }, _, alertOf) =>
    alertOf(subject)
      ? `Realserver ${shown(data.realServer)} of virtual server ${shown(data.virtualServer)} - ${state}`
      : null;

const ofQuorum =
  (state: "UP" | "DOWN"): Subject =>
  ({ subject }, _, alertOf) =>
    alertOf(subject) ? `Virtualserver ${shown(subject)} - ${state}` : null;

const SUBJECTS: Readonly<Partial<Record<EventKind, Subject>>> = {
  "vrrp.transition": ofInstance,
  "real-server.added": ofServer("UP"),
  "real-server.removed": ofServer("DOWN"),
  "quorum.gained": ofQuorum("UP"),
  "quorum.lost": ofQuorum("DOWN"),
  "real-server.many": (_, mail) => (mail.serversByDefault || mail.quorumsByDefault ? "Many real servers" : null),
};

/** A group's members change one after another; what the first of them says is told of all. */
const aboutGroups = (event: AgentEvent, { groups, withoutFaults }: MailSettings, before: GroupStates) => {
  const state = String(event.data.to);
  const told = STATES[state];
  if (event.kind !== "vrrp.transition" || told === undefined) return { subjects: [], groups: before };
  const changed = groups.filter(({ name, members }) => members.includes(event.subject) && before.get(name) !== state);
  const isWanted = !(state === "fault" && withoutFaults);
  return {
    subjects: isWanted ? changed.map(({ name }) => `VRRP Group ${shown(name)} - ${told}`) : [],
    groups: new Map([...before, ...changed.map(({ name }) => [name, state] as const)]),
  };
};

/** The mails about an event; none when nobody is to be written to about it. `host`: where there is no router_id. */
export const lettersAbout = (
  event: AgentEvent,
  model: ConfigModel,
  alertOf: AlertOf,
  before: GroupStates,
  host: string,
): { readonly letters: readonly Letter[]; readonly groups: GroupStates } => {
  const { mail } = model.globals;
  if (!mail) return { letters: [], groups: before };
  const { subjects, groups } = aboutGroups(event, mail, before);
  const own = SUBJECTS[event.kind]?.(event, mail, alertOf) ?? [];
  const reason = event.data.reason === undefined ? "" : `\n${shown(event.data.reason)}`;
  const text = `${new Date(event.at).toISOString()}\n${shown(event.text)}${reason}\n`;
  const letters = [...subjects, ...[own].flat()].map((subject) => ({
    subject: `[${shown(model.globals.routerId ?? host)}] ${subject}`,
    text,
  }));
  return { letters, groups };
};
