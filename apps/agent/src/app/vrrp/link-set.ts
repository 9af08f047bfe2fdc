import type { VrrpInstance } from "@baton/shared/config/model.ts";
import type { LinkTable } from "../../ports/kernel-links.ts";
import type { OpenPacketLink, PacketLink } from "../../ports/packet-link.ts";
import { interfacesOf, linkNamed } from "./link-condition.ts";

interface Entry {
  readonly index: number;
  readonly link: PacketLink;
}

/** The sockets, one set for each interface in use; they follow the interface when it is deleted and made anew. */
export class LinkSet {
  readonly #open: OpenPacketLink;
  readonly #onPacket: (interfaceName: string, packet: Uint8Array) => void;
  readonly #onError: (interfaceName: string, sentence: string) => void;
  readonly #entries = new Map<string, Entry>();
  readonly #problems = new Map<string, string>();

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
    const wanted = new Set<string>();
    for (const instance of instances) for (const name of interfacesOf(instance)) wanted.add(name);
    for (const name of [...this.#entries.keys()]) {
      const index = linkNamed(table, name)?.index;
      if (!wanted.has(name) || this.#entries.get(name)?.index !== index) this.drop(name);
    }
    this.#problems.clear();
    for (const name of wanted) {
      const index = linkNamed(table, name)?.index;
      if (index !== undefined && !this.#entries.has(name)) this.#openOne(name, index);
    }
  }

  /** After an error on its sockets; the next `follow` opens new ones. */
  drop(name: string): void {
    this.#entries.get(name)?.link.close();
    this.#entries.delete(name);
  }

  close(): void {
    for (const name of [...this.#entries.keys()]) this.drop(name);
  }

  #openOne(name: string, index: number): void {
    const link = this.#open({
      interface: name,
      interfaceIndex: index,
      onPacket: (packet) => this.#onPacket(name, packet),
      onError: (sentence) => this.#onError(name, sentence),
    });
    if (link.ok) this.#entries.set(name, { index, link: link.value });
    else this.#problems.set(name, link.error);
  }
}
