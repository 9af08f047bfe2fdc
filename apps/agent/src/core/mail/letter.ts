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
  "real-server.many": (_, mail) => (mail.checkersByDefault ? "Many real servers" : null),
};

/** The mail about an event; null when nobody is to be written to about it. `host`: where there is no router_id. */
export const letterAbout = (event: AgentEvent, model: ConfigModel, alertOf: AlertOf, host: string): Letter | null => {
  const { mail } = model.globals;
  const subject = mail ? (SUBJECTS[event.kind]?.(event, mail, alertOf) ?? null) : null;
  if (subject === null) return null;
  const reason = event.data.reason === undefined ? "" : `\n${shown(event.data.reason)}`;
  const text = `${new Date(event.at).toISOString()}\n${shown(event.text)}${reason}\n`;
  return { subject: `[${shown(model.globals.routerId ?? host)}] ${subject}`, text };
};
