import { errorText } from "@baton/shared/base/error-text.ts";
import type { BfdInstance } from "@baton/shared/config/model-bfd.ts";
import type { AddressFamily } from "@baton/shared/net/ip-address.ts";
import { BFD_PLACES, type BfdPlace, smallestTtl } from "../../core/bfd/demultiplex.ts";
import type { BfdListener } from "../../io/bfd/bfd-sockets.ts";

export type OpenBfdListener = (
  family: AddressFamily,
  multihop: boolean,
  minTtl: number,
  onPacket: (packet: Uint8Array, source: string) => void,
) => BfdListener;

interface ListenerDeps {
  readonly open: OpenBfdListener;
  readonly hear: (packet: Uint8Array, source: string, multihop: boolean) => void;
  readonly log: (text: string) => void;
}

/** What is refused now may be possible then; milliseconds. */
const RETRY_MS = 1000;

/** The sockets on which sessions hear: one for each place that has any. */
export class BfdListeners {
  readonly #deps: ListenerDeps;
  readonly #listeners = new Map<BfdPlace, { readonly minTtl: number; readonly listener: BfdListener }>();
  #instances: readonly BfdInstance[] = [];
  #retry: NodeJS.Timeout | null = null;

  constructor(deps: ListenerDeps) {
    this.#deps = deps;
  }

  /** Listens for these; a socket that suits stays. */
  follow(instances: readonly BfdInstance[]): void {
    this.#instances = instances;
    if (this.#retry) clearTimeout(this.#retry);
    this.#retry = null;
    for (const place of BFD_PLACES) this.#listen(place);
  }

  #listen(place: BfdPlace): void {
    const minTtl = smallestTtl(this.#instances, place);
    const before = this.#listeners.get(place);
    if (before?.minTtl === (minTtl ?? undefined)) return;
    before?.listener.close();
    this.#listeners.delete(place);
    if (minTtl === null) return;
    const { family, multihop } = place;
    try {
      const listener = this.#deps.open(family, multihop, minTtl, (packet, source) =>
        this.#deps.hear(packet, source, multihop),
      );
      this.#listeners.set(place, { minTtl, listener });
    } catch (error) {
      this.#deps.log(`BFD can't listen: ${errorText(error)}`);
      this.#retry = setTimeout(() => this.follow(this.#instances), RETRY_MS);
    }
  }
}
