import type { VrrpInstance } from "@baton/shared/config/model.ts";
import type { RouterEvent } from "../../core/vrrp/event.ts";
import type { RouterState } from "../../core/vrrp/state.ts";
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

/** When a router was looked at last and nothing was amiss: under these nothing can be amiss the next time. */
interface Peace {
  readonly view: object;
  readonly config: VrrpInstance;
  readonly phase: RouterState["phase"]["name"];
}

/** From what is seen around the routers to their events. */
export class Observer {
  readonly #context: ObserverContext;
  readonly #peace = new WeakMap<Router, Peace>();

  constructor(context: ObserverContext) {
    this.#context = context;
  }

  /** A new table is there. `stale`: changes are under way that it does not show yet. */
  meetTable(stale: boolean, at: number): void {
    const { routers, surroundings, changed } = this.#context;
    for (const router of routers.values()) {
      if (!this.#isAtPeace(router)) {
        router.held = heldAddresses(router.config, surroundings.table);
        this.startIfReady(router, at);
        this.look(router, at);
        if (!stale) this.#noticeLoss(router, at);
        this.#keepPeace(router);
      }
      changed(router);
    }
  }

  /** A member of a sync group depends on the others, and is always looked at. */
  #isAtPeace(router: Router): boolean {
    const peace = this.#peace.get(router);
    if (peace === undefined) return false;
    const { surroundings } = this.#context;
    const { config, state, changesInFlight } = router;
    return (
      peace.view === surroundings.view &&
      peace.config === config &&
      peace.phase === state.phase.name &&
      changesInFlight === 0 &&
      !surroundings.hasOwnProblem(router)
    );
  }

  #keepPeace(router: Router): void {
    const { surroundings } = this.#context;
    const { config, state, held, changesInFlight } = router;
    const { name } = state.phase;
    const isComplete = name === "backup" || (name === "master" && held.length === everyAddress(config).length);
    if (isComplete && changesInFlight === 0 && !surroundings.isGrouped(router) && !surroundings.hasOwnProblem(router))
      this.#peace.set(router, { view: surroundings.view, config, phase: name });
    else this.#peace.delete(router);
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
