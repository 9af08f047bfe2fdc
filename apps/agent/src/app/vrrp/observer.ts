import type { RouterEvent } from "../../core/vrrp/event.ts";
import type { TrackResults } from "../../core/vrrp/track.ts";
import type { VrrpDeps } from "./deps.ts";
import { addressEvent } from "./describe.ts";
import { everyAddress, heldAddresses } from "./link-condition.ts";
import type { Router } from "./router.ts";
import type { Surroundings } from "./surroundings.ts";

export interface ObserverContext {
  readonly deps: Pick<VrrpDeps, "clock" | "event">;
  readonly routers: ReadonlyMap<string, Router>;
  readonly surroundings: Surroundings;
  readonly dispatch: (router: Router, event: RouterEvent) => void;
  /** The router's fact may have changed without an event. */
  readonly changed: (router: Router) => void;
}

/** From what is seen around the routers to their events. */
export class Observer {
  readonly #context: ObserverContext;

  constructor(context: ObserverContext) {
    this.#context = context;
  }

  /** A new table is there. `stale`: changes are under way that it does not show yet. */
  meetTable(stale: boolean, at: number): void {
    const { routers, surroundings, changed } = this.#context;
    for (const router of routers.values()) {
      router.held = heldAddresses(router.config, surroundings.table);
      this.startIfReady(router, at);
      this.look(router, at);
      if (!stale) this.#noticeLoss(router, at);
      changed(router);
    }
  }

  meetTracks(results: TrackResults): void {
    const { deps, routers, surroundings } = this.#context;
    surroundings.tracks = results;
    if (!surroundings.tableKnown) return;
    const at = deps.clock.monotonic();
    for (const router of routers.values()) {
      this.adjust(router, at);
      if (router.state.phase.name === "initialize") this.startIfReady(router, at);
      else this.#meetLink(router, at);
    }
  }

  startIfReady(router: Router, at: number): void {
    if (router.state.phase.name !== "initialize") return;
    const { surroundings, dispatch, changed } = this.#context;
    const waitsFor = surroundings.waitsFor(router);
    if (waitsFor === null) {
      dispatch(router, { type: "start", at, link: surroundings.condition(router) });
      return;
    }
    router.cause = `waiting for ${waitsFor}`;
    changed(router);
  }

  look(router: Router, at: number): void {
    this.adjust(router, at);
    this.#meetLink(router, at);
  }

  adjust(router: Router, at: number): void {
    const { adjustment, cause } = this.#context.surroundings.adjustment(router);
    if (adjustment !== router.state.adjustment)
      this.#context.dispatch(router, { type: "adjust", at, adjustment, cause });
  }

  #meetLink(router: Router, at: number): void {
    const { phase, ownAddress } = router.state;
    const link = this.#context.surroundings.condition(router);
    const known = phase.name === "fault" ? phase.problem : ownAddress;
    if (known !== (link.usable ? link.address : link.problem) || link.usable === (phase.name === "fault")) {
      this.#context.dispatch(router, { type: "link", at, link });
    }
  }

  #noticeLoss(router: Router, at: number): void {
    if (router.state.phase.name !== "master" || router.changesInFlight > 0) return;
    const held = new Set(router.held);
    const lost = everyAddress(router.config).filter((address) => address.untracked !== true && !held.has(address));
    if (lost.length === 0) return;
    if (router.state.phase.restoreAt !== null) return;
    const { event, clock } = this.#context.deps;
    for (const address of lost) {
      if (router.lastAddressError !== null) break;
      const text = `${address.address}/${address.prefixLength}`;
      const [name, wall] = [router.config.name, Math.round(clock.wall())];
      const removed = addressEvent("address.removed", name, text, address.interface, wall, "removed by someone else");
      event({ ...removed, severity: "warning" });
    }
    this.#context.dispatch(router, { type: "addresses-lost", at, addresses: lost.map((address) => address.address) });
  }
}
