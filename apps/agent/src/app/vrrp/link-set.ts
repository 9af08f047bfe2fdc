import type { VrrpInstance } from "@baton/shared/config/model.ts";
import { familyOfInstance, groupOfInstance } from "../../core/vrrp/params.ts";
import type { LinkTable } from "../../ports/kernel-links.ts";
import type { OpenPacketLink, PacketLink } from "../../ports/packet-link.ts";
import { advertInterface, interfacesOf, linkNamed } from "./link-condition.ts";

interface Entry {
  readonly index: number;
  readonly ipv6: boolean;
  groups: string;
  readonly link: PacketLink;
}

interface Use {
  /** Adverts travel over IPv6 there. */
  ipv6: boolean;
  /** Where adverts go. */
  readonly groups: Set<string>;
}

/** Every interface in use. */
const wantedInterfaces = (instances: Iterable<VrrpInstance>): ReadonlyMap<string, Use> => {
  const wanted = new Map<string, Use>();
  const use = (name: string): Use => {
    const known = wanted.get(name) ?? { ipv6: false, groups: new Set() };
    wanted.set(name, known);
    return known;
  };
  for (const instance of instances) {
    for (const name of interfacesOf(instance)) use(name);
    const adverts = use(advertInterface(instance));
    if (familyOfInstance(instance) === "inet6") adverts.ipv6 = true;
    adverts.groups.add(groupOfInstance(instance));
  }
  return wanted;
};

const LEAST_PATIENCE_MS = 1;
/** A resignation may wait as long, and a planned hand-over has to stay short. */
const LONGEST_PATIENCE_MS = 20;

/** Well below the shortest interval of an interface: no timer counts before everything that has come is read. */
const patienceOf = (instances: Iterable<VrrpInstance>): ReadonlyMap<string, number> => {
  const patience = new Map<string, number>();
  for (const instance of instances) {
    const name = advertInterface(instance);
    const own = Math.max(LEAST_PATIENCE_MS, Math.floor(instance.advertInterval / 5));
    patience.set(name, Math.min(own, patience.get(name) ?? LONGEST_PATIENCE_MS));
  }
  return patience;
};

/** The sockets, one set for each interface in use; they follow the interface when it is deleted and made anew. */
export class LinkSet {
  readonly #open: OpenPacketLink;
  readonly #onPacket: (interfaceName: string, packet: Uint8Array) => void;
  readonly #onError: (interfaceName: string, sentence: string) => void;
  readonly #entries = new Map<string, Entry>();
  readonly #problems = new Map<string, string>();
  /** By interface: how long adverts that come by the hundred may wait. */
  #patience: ReadonlyMap<string, number> = new Map();

  constructor(
    open: OpenPacketLink,
    onPacket: (interfaceName: string, packet: Uint8Array) => void,
    onError: (interfaceName: string, sentence: string) => void,
  ) {
    this.#open = open;
    this.#onPacket = onPacket;
    this.#onError = onError;
  }

  get(name: string): PacketLink | null {
    return this.#entries.get(name)?.link ?? null;
  }

  /** Why there are no sockets although the interface exists. */
  problem(name: string): string | null {
    return this.#problems.get(name) ?? null;
  }

  /** Opens what is missing, closes what is no longer used or has changed its identity. */
  follow(table: LinkTable, instances: Iterable<VrrpInstance>): void {
    const configs = [...instances];
    const wanted = wantedInterfaces(configs);
    this.#patience = patienceOf(configs);
    for (const [name, entry] of [...this.#entries]) {
      const index = linkNamed(table, name)?.index;
      const use = wanted.get(name);
      if (!use || entry.index !== index || (use.ipv6 && !entry.ipv6) || !this.#join(entry, use)) this.drop(name);
    }
    this.#problems.clear();
    for (const [name, use] of wanted) {
      const index = linkNamed(table, name)?.index;
      if (index !== undefined && !this.#entries.has(name)) this.#openOne(name, index, use);
    }
  }

  /** False: the kernel refuses; opening it anew tells why. */
  #join(entry: Entry, { groups }: Use): boolean {
    const wanted = [...groups].join();
    if (wanted === entry.groups) return true;
    entry.groups = wanted;
    return entry.link.follow([...groups]).ok;
  }

  /** After an error on its sockets; the next `follow` opens new ones. */
  drop(name: string): void {
    this.#entries.get(name)?.link.close();
    this.#entries.delete(name);
  }

  /** Hands out every packet that has come already. */
  drain(): void {
    for (const { link } of [...this.#entries.values()]) link.drain();
  }

  /** Sends what waits. */
  flush(): void {
    for (const { link } of this.#entries.values()) link.flush();
  }

  close(): void {
    for (const name of [...this.#entries.keys()]) this.drop(name);
  }

  #openOne(name: string, index: number, use: Use): void {
    const { ipv6 } = use;
    const groups = [...use.groups];
    const link = this.#open({
      interface: name,
      interfaceIndex: index,
      ipv6,
      groups,
      patience: () => this.#patience.get(name) ?? LEAST_PATIENCE_MS,
      onPacket: (packet) => this.#onPacket(name, packet),
      onError: (sentence) => this.#onError(name, sentence),
    });
    if (link.ok) this.#entries.set(name, { index, ipv6, groups: groups.join(), link: link.value });
    else this.#problems.set(name, link.error);
  }
}
