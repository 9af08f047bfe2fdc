import { toSeconds } from "../base/duration.ts";
import type { ConfigModel, VirtualAddress, VrrpInstance } from "./model.ts";
import { planBfd } from "./plan-bfd.ts";
import { planScripts } from "./plan-scripts.ts";
import { planServices } from "./plan-services.ts";
import type { PlannedChange } from "./planned-change.ts";

/** What a reload from `running` (null: nothing runs) to `wanted` would do in the kernel and on the wire. Empty: nothing. */
export const planChanges = (running: ConfigModel | null, wanted: ConfigModel): readonly PlannedChange[] => {
  const before = new Map(running?.vrrpInstances.map((instance) => [instance.name, instance]));
  const changes: PlannedChange[] = [];
  for (const instance of wanted.vrrpInstances) {
    const old = before.get(instance.name);
    before.delete(instance.name);
    changes.push(...(old ? changedInstance(old, instance) : startedInstance(instance)));
  }
  return [
    ...changedNamespace(running, wanted),
    ...[...before.values()].flatMap(stoppedInstance),
    ...changes,
    ...planServices(running, wanted),
    ...planBfd(running, wanted),
    ...planScripts(running, wanted),
  ];
};

const changedNamespace = (running: ConfigModel | null, wanted: ConfigModel): readonly PlannedChange[] => {
  const [old, now] = [running?.globals.namespace, wanted.globals.namespace];
  if (old === now) return [];
  const name = (namespace: string | undefined): string => namespace ?? "none";
  const sentence = running
    ? `net_namespace goes from ${name(old)} to ${name(now)}: a reload refuses the whole file, stop and start the agent.`
    : `Everything below is in the network namespace ${name(now)}.`;
  return [{ where: "wire", sentence }];
};

const addressText = ({ address, prefixLength }: VirtualAddress): string => `${address}/${prefixLength}`;
const held = (instance: VrrpInstance): readonly VirtualAddress[] => [
  ...instance.virtualAddresses,
  ...instance.excludedAddresses,
];
const identity = (instance: VrrpInstance): string =>
  `virtual_router_id ${instance.virtualRouterId} on ${instance.interface}, version ${instance.version}`;

const startedInstance = (instance: VrrpInstance): readonly PlannedChange[] => [
  {
    where: "wire",
    sentence: `${instance.name} starts as backup: ${identity(instance)}, priority ${instance.priority}.`,
  },
  ...held(instance).map(
    (address): PlannedChange => ({
      where: "addresses",
      sentence: `While master, ${addressText(address)} is held on ${address.interface}.`,
    }),
  ),
];

const stoppedInstance = (instance: VrrpInstance): readonly PlannedChange[] => [
  {
    where: "wire",
    sentence: `${instance.name} stops; if it is master, it sends priority 0 and the other director takes over.`,
  },
  ...held(instance).map(
    (address): PlannedChange => ({
      where: "addresses",
      sentence: `${addressText(address)} leaves ${address.interface}.`,
    }),
  ),
];

const changedInstance = (before: VrrpInstance, after: VrrpInstance): readonly PlannedChange[] => {
  // Another VRID, interface or version is another virtual router: nothing of the old one can go on.
  if (identity(before) !== identity(after)) return [...stoppedInstance(before), ...startedInstance(after)];
  const { name } = after;
  const changes: PlannedChange[] = [];
  const differ = (what: string, old: string, now: string, effect: string): void => {
    if (old !== now)
      changes.push({ where: "wire", sentence: `${what} of ${name} goes from ${old} to ${now}: ${effect}.` });
  };
  differ(
    "priority",
    String(before.priority),
    String(after.priority),
    "the next advert carries it, and the higher one becomes master",
  );
  differ("advert_int", span(before), span(after), "until the other director has it too, version 2 drops these adverts");
  // The passwords themselves stay out of sentences.
  if (
    before.authentication?.type !== after.authentication?.type ||
    before.authentication?.password !== after.authentication?.password
  )
    changes.push({
      where: "wire",
      sentence: `The authentication of ${name} changes: until the other director has it too, adverts are dropped.`,
    });
  differ("preemption", onOff(before.preempt), onOff(after.preempt), "it counts when a weaker master is heard next");
  differ(
    "multicast group",
    group(before),
    group(after),
    "until the other director has it too, neither hears the other",
  );
  differ("ipvlan", ipvlanText(before), ipvlanText(after), "the instance is stopped and started anew");
  differ("garp_extra_if", extraGarp(before), extraGarp(after), "it counts while master");
  differ("receive buffer", buffer(before), buffer(after), "so much may wait on the interface for being read");
  differ("unicast_peer", peers(before), peers(after), "adverts go there from now on");
  return [...changes, ...changedAddresses(before, after)];
};

const span = (instance: VrrpInstance): string => `${toSeconds(instance.advertInterval)} s`;
const onOff = (value: boolean): string => (value ? "on" : "off");
const peers = (instance: VrrpInstance): string => instance.unicastPeers?.join(", ") ?? "multicast";
const extraGarp = ({ garp: { extra } }: VrrpInstance): string =>
  extra ? `every ${toSeconds(extra.every)} s on ${extra.interfaces.join(", ")}` : "off";
const buffer = ({ receiveBuffer: size }: VrrpInstance): string => {
  if (!size) return "the usual one";
  return "mtus" in size ? `${size.mtus} times the MTU` : `${size.bytes} bytes`;
};
const ipvlanText = ({ ipvlan }: VrrpInstance): string => {
  if (!ipvlan) return "none";
  const { name, mode, address } = ipvlan;
  return address ? `${name} (${mode}, ${address.address})` : `${name} (${mode}) with its own link-local address`;
};
const group = ({ multicastGroup }: VrrpInstance): string => multicastGroup ?? "the usual one";
const changedAddresses = (before: VrrpInstance, after: VrrpInstance): readonly PlannedChange[] => {
  const key = (address: VirtualAddress): string => `${addressText(address)} on ${address.interface}`;
  const old = new Set(held(before).map(key));
  const now = new Set(held(after).map(key));
  const change = (text: string, verb: string): PlannedChange => ({
    where: "addresses",
    sentence: `While ${after.name} is master, ${text} ${verb}.`,
  });
  return [
    ...[...old].filter((text) => !now.has(text)).map((text) => change(text, "is removed")),
    ...[...now]
      .filter((text) => !old.has(text))
      .map((text) => change(text, "is added and announced by gratuitous ARP")),
  ];
};
