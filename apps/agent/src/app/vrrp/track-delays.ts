import type { LinkDelay } from "@baton/shared/config/model-track.ts";
import type { Link } from "../../core/netlink/route-link.ts";
import { type Debounce, debounce } from "../../core/script/debounce.ts";
import type { LinkTable } from "../../ports/kernel-links.ts";

/** interface_up_down_delays: shows an interface's link state as it was until the new one has lasted long enough. */
export class LinkDelays {
  #delays: readonly LinkDelay[] = [];
  readonly #states = new Map<string, Debounce>();
  #lookAt = Number.POSITIVE_INFINITY;

  configure(delays: readonly LinkDelay[]): void {
    this.#delays = delays;
    for (const name of this.#states.keys())
      if (!delays.some((each) => each.interface === name)) this.#states.delete(name);
  }

  /** When the table has to be read again; Infinity while nothing is pending. */
  get lookAt(): number {
    return this.#lookAt;
  }

  /** True once when that time has come. */
  isDue(at: number): boolean {
    if (at < this.#lookAt) return false;
    this.#lookAt = Number.POSITIVE_INFINITY;
    return true;
  }

  apply(table: LinkTable, at: number): LinkTable {
    this.#lookAt = Number.POSITIVE_INFINITY;
    if (this.#delays.length === 0) return table;
    return { ...table, links: table.links.map((link) => this.#delayed(link, at)) };
  }

  #delayed(link: Link, at: number): Link {
    const delays = this.#delays.find((each) => each.interface === link.name);
    if (!delays) return link;
    const works = link.up && link.running;
    const state = debounce(this.#states.get(link.name) ?? null, works, at, delays);
    this.#states.set(link.name, state);
    this.#lookAt = Math.min(this.#lookAt, state.flipAt);
    if (state.counts === works) return link;
    return state.counts ? { ...link, up: true, running: true } : { ...link, running: false };
  }
}
