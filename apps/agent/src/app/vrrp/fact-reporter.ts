import type { FactChange } from "@baton/shared/contract/facts.ts";
import type { VrrpDeps } from "./deps.ts";
import { type Router, virtualRouterFact } from "./router.ts";

/** Everything of the fact that can change, but the time the master was heard. Made on every advert, so cheaply. */
const signature = (router: Router): string => {
  const { phase, master } = router.state;
  const takeoverUntil = phase.name === "master" ? phase.takeoverUntil : null;
  const problem = phase.name === "fault" ? phase.problem : "";
  const held = router.held.map(({ address }) => address).join();
  const refused = [...router.refused].join();
  return `${phase.name} ${router.since} ${problem} ${takeoverUntil} ${router.state.ownershipLost} ${router.state.adjustment} ${master?.address} ${master?.priority} ${held} ${refused}`;
};

/**
 * Tells the facts that changed, all of one wake-up together. The time at which a master was last heard changes
 * with every advert; that alone waits for the next confirmation.
 */
export class FactReporter {
  readonly #deps: Pick<VrrpDeps, "report">;
  #changes: FactChange[] = [];

  constructor(deps: Pick<VrrpDeps, "report">) {
    this.#deps = deps;
  }

  changed(router: Router, wallOffset: number): void {
    const lasting = signature(router);
    if (lasting === router.reported) return;
    router.reported = lasting;
    router.reportedHeardAt = router.state.master?.heardAt ?? null;
    this.#push({ op: "set", fact: virtualRouterFact(router, wallOffset) });
  }

  forget(name: string): void {
    this.#push({ op: "remove", kind: "virtual-router", key: name });
  }

  /** The kernel's table was read: everything told so far is true now. */
  confirm(routers: Iterable<Router>, wallOffset: number, wall: number): void {
    for (const router of routers) {
      const heardAt = router.state.master?.heardAt ?? null;
      if (heardAt === router.reportedHeardAt) continue;
      router.reportedHeardAt = heardAt;
      this.#push({ op: "set", fact: virtualRouterFact(router, wallOffset) });
    }
    this.#push({ op: "confirm", source: "vrrp", at: Math.round(wall) });
  }

  #push(change: FactChange): void {
    this.#changes.push(change);
    if (this.#changes.length === 1) queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    const changes = this.#changes;
    this.#changes = [];
    this.#deps.report(changes);
  }
}
