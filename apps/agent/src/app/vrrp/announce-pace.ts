import { millis } from "@baton/shared/base/duration.ts";
import type { AnnouncePauses } from "@baton/shared/config/model-vrrp.ts";
import type { AddressFamily } from "@baton/shared/net/ip-address.ts";

/** What one interface, or the interfaces of one garp_group, may say in one family. */
interface Lane {
  nextAt: number;
  /** By address, in their order: what waits. Of one address the last is enough. */
  readonly waiting: Map<string, () => void>;
  timer: NodeJS.Timeout | null;
}

const NO_PAUSES: AnnouncePauses = { each: { arp: millis(0), neighbor: millis(0) }, groups: [] };

/**
 * Keeps gratuitous ARPs and neighbour advertisements apart where the configuration asks for it (garp_interval). As in
 * keepalived the first of a burst leaves at once, and of the rest one for each address waits for its turn.
 */
export class AnnouncePace {
  readonly #now: () => number;
  readonly #lanes = new Map<string, Lane>();
  #pauses = NO_PAUSES;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** What waits goes on waiting. */
  configure(pauses: AnnouncePauses | undefined): void {
    this.#pauses = pauses ?? NO_PAUSES;
  }

  /** `send` is called now or later; whether it still makes sense then is its own to know. */
  send(interfaceName: string, family: AddressFamily, address: string, send: () => void): void {
    const { groups, each } = this.#pauses;
    const index = groups.findIndex(({ interfaces }) => interfaces.includes(interfaceName));
    const { arp, neighbor } = groups[index] ?? each;
    const pause = family === "inet" ? arp : neighbor;
    if (pause === 0) {
      send();
      return;
    }
    const lane = this.#lane(`${index < 0 ? interfaceName : index} ${family}`);
    lane.waiting.set(`${interfaceName} ${address}`, send);
    this.#next(lane, pause);
  }

  /** What waits is given up. */
  close(): void {
    for (const { timer } of this.#lanes.values()) if (timer) clearTimeout(timer);
    this.#lanes.clear();
  }

  #lane(key: string): Lane {
    const lane = this.#lanes.get(key) ?? { nextAt: 0, waiting: new Map(), timer: null };
    this.#lanes.set(key, lane);
    return lane;
  }

  #next(lane: Lane, pause: number): void {
    const [first] = lane.waiting;
    if (lane.timer || !first) return;
    const left = lane.nextAt - this.#now();
    if (left > 0) {
      lane.timer = setTimeout(() => {
        lane.timer = null;
        this.#next(lane, pause);
      }, Math.ceil(left));
      return;
    }
    const [address, send] = first;
    lane.waiting.delete(address);
    send();
    // From when it has left: a stall before it must not bring the next one closer.
    lane.nextAt = this.#now() + pause;
    this.#next(lane, pause);
  }
}
