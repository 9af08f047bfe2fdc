import type { VrrpInstance } from "@baton/shared/config/model.ts";
import type { Ipvlan, Macvlan } from "@baton/shared/config/model-kernel.ts";
import type { Link } from "../../core/netlink/route-link.ts";
import {
  ipvlanSettings,
  macvlanSettings,
  parentSettings,
  type Setting,
  withoutGlobalFilter,
} from "../../core/vrrp/macvlan-settings.ts";
import type { AddressOutcome, KernelLinks, LinkChange, LinkTable } from "../../ports/kernel-links.ts";
import { linkNamed } from "./link-condition.ts";

type OwnLink = Macvlan | Ipvlan;

/** The kernel's settings of this network namespace. */
export interface Settings {
  /** Null when it has that value now; otherwise why not. */
  set(key: string, value: number): string | null;
  read(key: string): number | null;
  restore(): void;
}

export interface MacvlansContext {
  readonly kernel: Pick<KernelLinks, "changeLinks" | "change">;
  readonly settings: Settings;
  readonly log: (line: string) => void;
}

const SCOPE_LINK = 253;
/** Make, switch on, lend an address. */
const MAX_ROUNDS = 3;

const bytesOf = (mac: string): Uint8Array => Uint8Array.from(mac.split(":").map((part) => Number.parseInt(part, 16)));

const describe = (own: OwnLink): string =>
  "mac" in own ? `macvlan of ${own.parent} with ${own.mac}` : `ipvlan of ${own.parent}`;

const isOurs = (link: Link, own: OwnLink, parent: Link): boolean => {
  if (link.parentIndex !== parent.index) return false;
  if (!("mac" in own)) return link.kind === "ipvlan";
  return link.kind === "macvlan" && Buffer.from(bytesOf(own.mac)).equals(link.mac);
};

/** What is on top of an interface in a VRF belongs there too. */
const vrfOf = (parent: Link, table: LinkTable): number | null =>
  table.links.find(({ index, kind }) => index === parent.masterIndex && kind === "vrf")?.index ?? null;

/**
 * The macvlans of use_vmac and the ipvlans of use_ipvlan: made before their instance starts, taken over from an earlier run,
 * removed at the end.
 */
export class Macvlans {
  readonly #context: MacvlansContext;
  #wanted: readonly OwnLink[] = [];
  /** Made or taken over by this. */
  readonly #made = new Map<string, OwnLink>();
  #working: Promise<void> | null = null;

  constructor(context: MacvlansContext) {
    this.#context = context;
  }

  plan(instances: readonly VrrpInstance[]): void {
    this.#wanted = instances.flatMap(({ macvlans = [], ipvlan }) => [...macvlans, ...(ipvlan ? [ipvlan] : [])]);
  }

  /** Before the instances start: makes and switches on, round by round, and gives the table as it is then. */
  async establish(read: () => Promise<LinkTable>): Promise<LinkTable> {
    let table = await read();
    for (let round = 0; round < MAX_ROUNDS && !this.#isComplete(table); round++) {
      await this.follow(table);
      table = await read();
    }
    return table;
  }

  /** Makes what is missing and removes what is no longer wanted. Resolves when that is done; never rejects. */
  follow(table: LinkTable): Promise<void> {
    if (this.#wanted.length === 0 && this.#made.size === 0) return Promise.resolve();
    // While one round is under way its changes bring the next table, and that the next round.
    this.#working ??= this.#round(table)
      .catch((error: unknown) => this.#context.log(`macvlans: ${String(error)}`))
      .finally(() => {
        this.#working = null;
      });
    return this.#working;
  }

  /** At the end, after the addresses. */
  async clear(table: LinkTable): Promise<void> {
    this.#wanted = [];
    await this.#working;
    await this.follow(table);
    this.#context.settings.restore();
  }

  #isComplete(table: LinkTable): boolean {
    return this.#wanted.every((own) => {
      const link = linkNamed(table, own.name);
      if (!linkNamed(table, own.parent)) return true;
      const addressed = table.addresses.some((held) => held.interfaceIndex === link?.index);
      const needsAddress = "mac" in own ? own.family === "inet6" : own.address !== null;
      return link?.up === true && (addressed || !needsAddress);
    });
  }

  async #round(table: LinkTable): Promise<void> {
    await this.#removeUnwanted(table);
    for (const own of this.#wanted) await this.#provide(own, table);
  }

  async #removeUnwanted(table: LinkTable): Promise<void> {
    for (const [name] of this.#made) {
      if (this.#wanted.some((macvlan) => macvlan.name === name)) continue;
      this.#made.delete(name);
      const link = linkNamed(table, name);
      if (link) await this.#ask({ op: "remove", interfaceIndex: link.index }, `remove ${name}`);
    }
  }

  async #provide(own: OwnLink, table: LinkTable): Promise<void> {
    const { name } = own;
    const parent = linkNamed(table, own.parent);
    if (!parent) return;
    const link = linkNamed(table, name);
    if (!link) {
      if (await this.#make(own, parent, table)) {
        this.#context.log(`made ${name}, a ${describe(own)}`);
        this.#made.set(name, own);
        this.#prepare(own, table);
      }
      return;
    }
    if (!isOurs(link, own, parent)) {
      this.#context.log(`${name} exists and is no ${describe(own)}: it is left alone`);
      return;
    }
    if (!this.#made.has(name)) {
      this.#context.log(`${name} is left from an earlier run, and is used`);
      this.#prepare(own, table);
    }
    this.#made.set(name, own);
    if (!link.up) await this.#ask({ op: "up", interfaceIndex: link.index }, `switch ${name} on`);
    else if (!("mac" in own)) await this.#giveAddress(own, link, table);
    else if (own.family === "inet6") await this.#lendSource(link, parent, table);
  }

  #make(own: OwnLink, parent: Link, table: LinkTable): Promise<boolean> {
    const spec = { name: own.name, parentIndex: parent.index, masterIndex: vrfOf(parent, table) };
    const what = `make ${own.name}`;
    return "mac" in own
      ? this.#ask({ op: "add", macvlan: { ...spec, mac: bytesOf(own.mac) } }, what)
      : this.#ask({ op: "add", ipvlan: { ...spec, mode: own.mode } }, what);
  }

  /** What its adverts are sent from. */
  async #giveAddress({ address, name }: Ipvlan, link: Link, table: LinkTable): Promise<void> {
    const has = (held: LinkTable["addresses"][number]): boolean =>
      held.interfaceIndex === link.index && held.address === address?.address;
    if (!address || table.addresses.some(has)) return;
    const change = { op: "add", interfaceIndex: link.index, address: { ...address, label: null } } as const;
    const [outcome] = await this.#context.kernel.change([change]);
    if (isFailure(outcome)) this.#context.log(`can't give ${name} the address ${address.address}: ${outcome.failed}`);
  }

  /** Adverts leave with the link-local address of the interface below, which has to be the macvlan's too. */
  async #lendSource(link: Link, parent: Link, table: LinkTable): Promise<void> {
    const isLocal = (index: number) => (held: LinkTable["addresses"][number]) =>
      held.interfaceIndex === index && held.scope === SCOPE_LINK && held.address.includes(":");
    const source = table.addresses.find(isLocal(parent.index));
    if (!source || table.addresses.some((held) => isLocal(link.index)(held) && held.address === source.address)) return;
    const address = { address: source.address, prefixLength: 64, label: null, preferredLifetime: 0 };
    await this.#context.kernel.change([{ op: "add", interfaceIndex: link.index, address }]);
  }

  #prepare(own: OwnLink, table: LinkTable): void {
    if ("mac" in own) this.#prepareMacvlan(own, table);
    else for (const setting of ipvlanSettings(own.name, own.withoutIpv6)) this.#set(setting);
  }

  #prepareMacvlan(macvlan: Macvlan, table: LinkTable): void {
    if (macvlan.family === "inet") this.#prepareOthers(macvlan, table);
    // Last: the kernel copies what "default" becomes to interfaces that were given nothing of their own.
    for (const setting of macvlanSettings(macvlan.name, macvlan.family)) this.#set(setting);
  }

  #prepareOthers({ name, parent }: Macvlan, table: LinkTable): void {
    const { settings } = this.#context;
    const read = (device: string): number => settings.read(`net/ipv4/conf/${device}/rp_filter`) ?? 0;
    const mine = new Set([name, ...this.#made.keys()]);
    const others = ["default", ...table.links.map((link) => link.name).filter((each) => !mine.has(each))];
    const own = new Map(others.map((device) => [device, read(device)]));
    for (const setting of [...parentSettings(parent), ...withoutGlobalFilter(read("all"), own)]) this.#set(setting);
  }

  #set({ key, value }: Setting): void {
    const problem = this.#context.settings.set(key, value);
    if (problem !== null) this.#context.log(problem);
  }

  async #ask(change: LinkChange, what: string): Promise<boolean> {
    const [outcome] = await this.#context.kernel.changeLinks([change]);
    if (!isFailure(outcome)) return true;
    this.#context.log(`can't ${what}: ${outcome.failed}`);
    return false;
  }
}

const isFailure = (outcome: AddressOutcome | undefined): outcome is { readonly failed: string } =>
  typeof outcome === "object";
