import type { VrrpInstance } from "@baton/shared/config/model.ts";
import type { LinkTable } from "../../ports/kernel-links.ts";
import type { OpenPacketLink, PacketLink } from "../../ports/packet-link.ts";
import { hearingText, type InterfaceUse, interfaceUses } from "./interface-use.ts";
import { advertInterface, linkNamed } from "./link-condition.ts";

interface Entry {
  readonly index: number;
  readonly use: InterfaceUse;
  /** See hearingText. */
  heard: string;
  readonly link: PacketLink;
}

/** Sockets that are open and no longer needed stay, until the interface goes. */
const lacks = ({ use: { ipv6, authenticated } }: Entry, wanted: InterfaceUse): boolean =>
  (wanted.ipv6 && !ipv6) || (wanted.authenticated && !authenticated);

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
    const wanted = interfaceUses(configs, table);
    this.#patience = patienceOf(configs);
    for (const [name, entry] of [...this.#entries]) {
      const index = linkNamed(table, name)?.index;
      const use = wanted.get(name);
      if (!use || entry.index !== index || lacks(entry, use) || !this.#hear(entry, use)) this.drop(name);
    }
    this.#problems.clear();
    for (const [name, use] of wanted) {
      const index = linkNamed(table, name)?.index;
      if (index !== undefined && !this.#entries.has(name)) this.#openOne(name, index, use);
    }
  }

  /** False: the kernel refuses; opening it anew tells why. */
  #hear(entry: Entry, { hearing }: InterfaceUse): boolean {
    const wanted = hearingText(hearing);
    if (wanted === entry.heard) return true;
    entry.heard = wanted;
    return entry.link.follow(hearing).ok;
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

  #openOne(name: string, index: number, use: InterfaceUse): void {
    const link = this.#open({
      interface: name,
      interfaceIndex: index,
      ...use,
      patience: () => this.#patience.get(name) ?? LEAST_PATIENCE_MS,
      onPacket: (packet) => this.#onPacket(name, packet),
      onError: (sentence) => this.#onError(name, sentence),
    });
    if (link.ok) this.#entries.set(name, { index, use, heard: hearingText(use.hearing), link: link.value });
    else this.#problems.set(name, link.error);
  }
}
