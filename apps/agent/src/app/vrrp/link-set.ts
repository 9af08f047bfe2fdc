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
/** A master that has to yield may hear it as late, and a planned hand-over has to stay short. */
const LONGEST_PATIENCE_MS = 20;
/** Backups alone lose nothing by it: see docs/adr/0022. */
const LONGEST_OF_BACKUPS_MS = 150;

/** How long adverts may wait on an interface. */
interface Patience {
  readonly usual: number;
  /** While every instance there is backup. */
  readonly ofBackups: number;
}

const leastOf = (a: Patience, b: Patience): Patience => ({
  usual: Math.min(a.usual, b.usual),
  ofBackups: Math.min(a.ofBackups, b.ofBackups),
});

/**
 * Well below the shortest interval. Among backups half of the wait for the master, which is three intervals by default: what
 * was heard last is then not yet so old that a timer ends before the next reading.
 */
const patienceOfOne = ({ advertInterval, downTimerAdverts }: VrrpInstance): Patience => ({
  usual: Math.min(LONGEST_PATIENCE_MS, Math.max(LEAST_PATIENCE_MS, Math.floor(advertInterval / 5))),
  ofBackups: Math.min(
    LONGEST_OF_BACKUPS_MS,
    Math.max(LEAST_PATIENCE_MS, Math.floor((advertInterval * downTimerAdverts) / 2)),
  ),
});

/** No timer counts before everything that has come is read, however long that was left to gather. */
const patienceOf = (instances: Iterable<VrrpInstance>): ReadonlyMap<string, Patience> => {
  const patience = new Map<string, Patience>();
  for (const instance of instances) {
    const name = advertInterface(instance);
    const own = patienceOfOne(instance);
    patience.set(name, leastOf(own, patience.get(name) ?? own));
  }
  return patience;
};

/** The sockets, one set for each interface in use; they follow the interface when it is deleted and made anew. */
export class LinkSet {
  readonly #open: OpenPacketLink;
  readonly #onPacket: (interfaceName: string, packet: Uint8Array, at: number) => void;
  readonly #isCalm: (interfaceName: string) => boolean;
  readonly #onError: (interfaceName: string, sentence: string) => void;
  readonly #entries = new Map<string, Entry>();
  readonly #problems = new Map<string, string>();
  /** By interface: how long adverts that come by the hundred may wait. */
  #patience: ReadonlyMap<string, Patience> = new Map();
  #isWhole = false;

  constructor(
    open: OpenPacketLink,
    onPacket: (interfaceName: string, packet: Uint8Array, at: number) => void,
    /** Whether every instance that hears adverts there is backup. */
    isCalm: (interfaceName: string) => boolean,
    onError: (interfaceName: string, sentence: string) => void,
  ) {
    this.#open = open;
    this.#onPacket = onPacket;
    this.#isCalm = isCalm;
    this.#onError = onError;
  }

  get(name: string): PacketLink | null {
    return this.#entries.get(name)?.link ?? null;
  }

  /** Why there are no sockets although the interface exists. */
  problem(name: string): string | null {
    return this.#problems.get(name) ?? null;
  }

  /** Nothing failed and nothing is missing: with the same table and instances `follow` has nothing to do. */
  get isWhole(): boolean {
    return this.#isWhole;
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
    this.#isWhole = [...wanted.keys()].every((name) => this.#entries.has(name));
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
    this.#isWhole = false;
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
      patience: () => {
        const patience = this.#patience.get(name);
        if (!patience) return LEAST_PATIENCE_MS;
        return this.#isCalm(name) ? patience.ofBackups : patience.usual;
      },
      onPacket: (packet, at) => this.#onPacket(name, packet, at),
      onError: (sentence) => this.#onError(name, sentence),
    });
    if (link.ok) this.#entries.set(name, { index, use, heard: hearingText(use.hearing), link: link.value });
    else this.#problems.set(name, link.error);
  }
}
