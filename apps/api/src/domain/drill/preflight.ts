import { factsOfKind } from "@baton/shared/contract/picture.ts";
import type { Fleet, NodeState } from "../fleet/state.ts";
import { type Member, observe } from "./observation.ts";

export interface Blocker {
  readonly code: string;
  readonly message: string;
}

export interface ProbeTarget {
  readonly address: string;
  readonly port: number;
}

export interface Preflight {
  readonly from: string | null;
  readonly to: string | null;
  readonly witness: string | null;
  readonly target: ProbeTarget | null;
  readonly blockers: readonly Blocker[];
}

const blocker = (code: string, message: string): Blocker => ({ code: `drill.${code}`, message });

const TARGET = /^TCP \[?([^\]]+?)\]?:(\d+)$/;

const bare = (address: string): string => address.split("/")[0] ?? address;

/** The first TCP virtual server on one of the addresses, by the owner's word. */
const targetOn = (owner: NodeState, addresses: readonly string[]): ProbeTarget | null => {
  const own = new Set(addresses.map(bare));
  for (const { key } of factsOfKind(owner.picture, "virtual-server")) {
    const [, address = "", port = "0"] = TARGET.exec(key) ?? [];
    if (own.has(address)) return { address, port: Number(port) };
  }
  return null;
};

const isServed = (node: NodeState, target: ProbeTarget): boolean =>
  factsOfKind(node.picture, "virtual-server").some((fact) => {
    const [, address, port] = TARGET.exec(fact.key) ?? [];
    return address === target.address && Number(port) === target.port && fact.inTable;
  });

/** A witness that carries no other role sees the VIP as a client does; one on a director is the last resort. */
const witnessIn = (fleet: Fleet, directors: readonly string[]): NodeState | undefined => {
  const witnesses = [...fleet.values()].filter((node) => node.connection !== null && node.roles.includes("witness"));
  const cost = (node: NodeState): number => (directors.includes(node.name) ? 100 : 0) + node.roles.length;
  return witnesses.sort((a, b) => cost(a) - cost(b))[0];
};

const ownerBlockers = (members: readonly Member[], holders: readonly Member[]): Blocker[] => {
  if (members.length === 0) return [blocker("no-such-instance", "No director speaks of this virtual router.")];
  if (holders.length > 1) {
    const names = holders.map((holder) => holder.node).join(", ");
    return [blocker("several-owners", `More than one director holds the VIP: ${names}. Heal that first.`)];
  }
  if (holders.length === 0) {
    return [blocker("no-owner", "No director says, freshly, that it holds the VIP. See why on the directors.")];
  }
  return [];
};

const backupBlockers = (owner: NodeState | undefined, backup: NodeState | undefined, target: ProbeTarget | null) => {
  if (!backup) return [blocker("no-backup", "No other director is a connected, fresh backup. Start its agent.")];
  if (!owner || !target || !isServed(owner, target) || isServed(backup, target)) return [];
  const message = `${backup.name}'s kernel table lacks the virtual server that ${owner.name} serves.`;
  return [blocker("backup-not-serving", message)];
};

/** Picks from, to and witness, and names all that would stop a drill now. No blockers means go. */
export const preflight = (fleet: Fleet, instance: string, drillRunning: boolean, now: number): Preflight => {
  const { members } = observe(fleet, instance, now);
  const usable = members.filter((member) => member.connected && member.fresh);
  const holders = usable.filter((member) => member.holds);
  const from = holders.length === 1 ? holders[0] : undefined;
  const backups = usable.filter((member) => member.state === "backup" && !member.holds);
  const to = backups.sort((a, b) => b.priority - a.priority)[0];
  const owner = from && fleet.get(from.node);
  const backup = to && fleet.get(to.node);
  const target = owner && from ? targetOn(owner, from.addresses) : null;
  const witness = witnessIn(
    fleet,
    members.map((member) => member.node),
  );
  const blockers = [
    ...(drillRunning ? [blocker("running", "Another drill is running; wait for its end.")] : []),
    ...ownerBlockers(members, holders),
    ...(members.length > 0 ? backupBlockers(owner, backup, target) : []),
    ...(witness ? [] : [blocker("no-witness", "No witness is connected. Start an agent with the role witness.")]),
    ...(from && !target ? [blocker("no-target", "No TCP virtual server stands on the VIP, so nothing to probe.")] : []),
    ...(members.some((member) => member.takenOver)
      ? [blocker("taken-over", "A takeover by command is in force. Release it, or wait for its end.")]
      : []),
  ];
  return { from: from?.node ?? null, to: to?.node ?? null, witness: witness?.name ?? null, target, blockers };
};
