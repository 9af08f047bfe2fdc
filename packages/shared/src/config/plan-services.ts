import type { Millis } from "../base/duration.ts";
import { toSeconds } from "../base/duration.ts";
import type { ConfigModel, RealServer, VirtualServer } from "./model.ts";
import type { PlannedChange } from "./planned-change.ts";
import { serverName, serviceNames } from "./service-name.ts";

const serverKey = ({ address, port }: RealServer): string => `${address} port ${port}`;
const table = (sentence: string): PlannedChange => ({ where: "table", sentence });
const checks = (sentence: string): PlannedChange => ({ where: "checks", sentence });

/** The IPVS table and the probes: what is not named here is not touched. */
export const planServices = (running: ConfigModel | null, wanted: ConfigModel): readonly PlannedChange[] => {
  const before = new Map(running?.virtualServers.map((service) => [serverName(service), service]));
  const changes: PlannedChange[] = [];
  for (const service of wanted.virtualServers) {
    const name = serverName(service);
    const old = before.get(name);
    before.delete(name);
    if (old) changes.push(...changedService(old, service));
    else addService(changes, service, name);
  }
  const removed = [...before.values()].map((service) =>
    table(
      `Virtual server ${serverName(service)} and its ${service.realServers.length} real servers are removed; their connections end.`,
    ),
  );
  return [...changedMarks(running, wanted), ...removed, ...changes];
};

const changedMarks = (running: ConfigModel | null, wanted: ConfigModel): readonly PlannedChange[] => {
  const [old, now] = [running?.globals.ipvs?.marks, wanted.globals.ipvs?.marks];
  if (JSON.stringify(old) === JSON.stringify(now)) return [];
  if (!now) return [table(`The nftables table ${old?.table} goes: groups are services by address again.`)];
  const marks = `a mark from ${now.firstMark} on, set by the nftables table ${now.table} at priority ${now.priority}`;
  return [table(`Each group of addresses is one service by ${marks}.`)];
};

const addService = (changes: PlannedChange[], service: VirtualServer, name: string): void => {
  changes.push(table(`Virtual server ${name} is added: ${service.scheduler}, ${service.forwarding}.`));
  service.realServers.forEach((server) => void changes.push(addedServer(name, server)));
};

const addedServer = (service: string, server: RealServer): PlannedChange =>
  table(`Real server ${serverKey(server)} is added to ${service} with weight ${server.weight}.`);

/** Services that came to a group or left it; of a virtual server that is no group there are none. */
const changedGroup = (before: VirtualServer, after: VirtualServer): readonly PlannedChange[] => {
  const [old, now] = [new Set(serviceNames(before)), new Set(serviceNames(after))];
  const name = serverName(after);
  return [
    ...[...now].filter((service) => !old.has(service)).map((service) => table(`${service} is added to ${name}.`)),
    ...[...old]
      .filter((service) => !now.has(service))
      .map((service) => table(`${service} is removed from ${name}; its connections end.`)),
  ];
};

const changedService = (before: VirtualServer, after: VirtualServer): readonly PlannedChange[] => {
  const changes: PlannedChange[] = [...changedGroup(before, after)];
  const differ = (what: string, old: string, now: string): void => {
    if (old !== now)
      changes.push(table(`${what} of ${serverName(after)} goes from ${old} to ${now}; connections stay.`));
  };
  differ("lb_algo", before.scheduler, after.scheduler);
  differ("persistence_timeout", span(before.persistenceTimeout), span(after.persistenceTimeout));
  differ("quorum", String(before.quorum), String(after.quorum));
  const old = new Map(before.realServers.map((server) => [serverKey(server), server]));
  for (const server of after.realServers) {
    const known = old.get(serverKey(server));
    old.delete(serverKey(server));
    changes.push(...(known ? changedServer(after, known, server) : [addedServer(serverName(after), server)]));
  }
  for (const server of old.values())
    changes.push(table(`Real server ${serverKey(server)} is removed from ${serverName(after)}; its connections end.`));
  return changes;
};

const span = (value: Millis | null): string => (value === null ? "none" : `${toSeconds(value)} s`);

const changedServer = (service: VirtualServer, before: RealServer, after: RealServer): readonly PlannedChange[] => {
  const name = `${serverKey(after)} of ${serverName(service)}`;
  const changes: PlannedChange[] = [];
  if (before.weight !== after.weight)
    changes.push(table(`The weight of ${name} goes from ${before.weight} to ${after.weight}; connections stay.`));
  if (before.forwarding !== after.forwarding)
    changes.push(table(`The forwarding of ${name} goes from ${before.forwarding} to ${after.forwarding}.`));
  if (checkText(before) !== checkText(after))
    changes.push(checks(`The checks of ${name} start anew with other settings.`));
  return changes;
};

/** Everything of a check but its place in the file. */
const checkText = ({ checkers }: RealServer): string =>
  JSON.stringify(checkers, (key, value: unknown) => (key === "range" ? undefined : value));
