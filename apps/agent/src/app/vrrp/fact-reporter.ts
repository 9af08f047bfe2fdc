import type { FactChange } from "@baton/shared/contract/facts.ts";
import { type LagHistogram, latenessOf, NO_LAG } from "../../core/vrrp/track-lag.ts";
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

/** A master's fact would not be told again for it; about ten seconds. */
const LATENESS_EVERY = 10;

/**
 * Tells the facts that changed, all of one wake-up together. The time at which a master was last heard changes
 * with every advert; that alone waits for the next confirmation.
 */
export class FactReporter {
  readonly #deps: Pick<VrrpDeps, "report">;
  readonly #lag: () => LagHistogram;
  #changes: FactChange[] = [];
  /** The instance whose fact carries the process's lateness, and how many confirmations ago it last did. */
  #speaker: Router | null = null;
  #untold = 0;

  constructor(deps: Pick<VrrpDeps, "report">, lag: () => LagHistogram = () => NO_LAG) {
    this.#deps = deps;
    this.#lag = lag;
  }

  changed(router: Router, wallOffset: number): void {
    const lasting = signature(router);
    if (lasting === router.reported) return;
    router.reported = lasting;
    router.reportedHeardAt = router.state.master?.heardAt ?? null;
    this.#tell(router, wallOffset);
  }

  forget(name: string): void {
    this.#push({ op: "remove", kind: "virtual-router", key: name });
  }

  /** The kernel's table was read: everything told so far is true now. */
  confirm(routers: Iterable<Router>, wallOffset: number, wall: number): void {
    this.#speaker = null;
    this.#untold++;
    for (const router of routers) {
      this.#speaker ??= router;
      const heardAt = router.state.master?.heardAt ?? null;
      const isDue = router === this.#speaker && this.#untold >= LATENESS_EVERY;
      if (heardAt === router.reportedHeardAt && !isDue) continue;
      router.reportedHeardAt = heardAt;
      this.#tell(router, wallOffset);
    }
    this.#push({ op: "confirm", source: "vrrp", at: Math.round(wall) });
  }

  #tell(router: Router, wallOffset: number): void {
    const fact = virtualRouterFact(router, wallOffset);
    if (router !== this.#speaker) {
      this.#push({ op: "set", fact });
      return;
    }
    this.#untold = 0;
    this.#push({ op: "set", fact: { ...fact, lateness: latenessOf(this.#lag()) } });
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
