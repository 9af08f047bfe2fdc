import type { VirtualAddress } from "@baton/shared/config/model.ts";
import type { FactChange } from "@baton/shared/contract/facts.ts";
import type { Phase, RouterState } from "../../core/vrrp/state.ts";
import { type LagHistogram, latenessOf, NO_LAG } from "../../core/vrrp/track-lag.ts";
import type { VrrpDeps } from "./deps.ts";
import { lastHeardAt, type Reported, type Router, virtualRouterFact, wallTime } from "./router.ts";

const samePhase = (a: Phase, b: Phase): boolean => {
  if (a.name !== b.name) return false;
  if (a.name === "fault" && b.name === "fault") return a.problem === b.problem;
  return a.name !== "master" || b.name !== "master" || a.takeoverUntil === b.takeoverUntil;
};

const sameState = (a: RouterState, b: RouterState): boolean =>
  samePhase(a.phase, b.phase) &&
  a.master?.address === b.master?.address &&
  a.master?.priority === b.master?.priority &&
  a.adjustment === b.adjustment &&
  a.ownershipLost === b.ownershipLost;

const sameAddresses = (a: readonly VirtualAddress[], b: readonly VirtualAddress[]): boolean =>
  a === b || (a.length === b.length && a.every((address, i) => address === b[i]));

/** Asked on every advert, so nothing is made for the answer. */
const saysTheSame = (reported: Reported, { state, since, held, refusedCount }: Router): boolean =>
  reported.since === since &&
  reported.refusedCount === refusedCount &&
  sameState(reported.state, state) &&
  sameAddresses(reported.held, held);

/** When the master was heard, of a backup that goes on hearing it; every so many confirmations. */
const HEARD_EVERY = 3;
/** A master's fact would not be told again for it; about ten seconds. */
const LATENESS_EVERY = 10;

/**
 * Tells the facts that changed, all of one wake-up together. The time at which a master was last heard changes
 * with every advert; that alone waits for the next confirmation.
 */
export class FactReporter {
  readonly #deps: Pick<VrrpDeps, "report" | "heard">;
  readonly #lag: () => LagHistogram;
  #changes: FactChange[] = [];
  /** The instance whose fact carries the process's lateness, and how many confirmations ago it last did. */
  #speaker: Router | null = null;
  #untold = 0;
  #confirmations = 0;

  constructor(deps: Pick<VrrpDeps, "report" | "heard">, lag: () => LagHistogram = () => NO_LAG) {
    this.#deps = deps;
    this.#lag = lag;
  }

  changed(router: Router, wallOffset: () => number): void {
    if (router.reported !== null && saysTheSame(router.reported, router)) return;
    const { state, since, held, refusedCount } = router;
    router.reported = { state, since, held, refusedCount };
    router.reportedHeardAt = lastHeardAt(router);
    this.#tell(router, wallOffset());
  }

  forget(name: string): void {
    this.#push({ op: "remove", kind: "virtual-router", key: name });
  }

  /** The kernel's table was read: everything told so far is true now. */
  confirm(routers: Iterable<Router>, wallOffset: number, wall: number): void {
    this.#speaker = null;
    this.#untold++;
    const isHeardDue = ++this.#confirmations % HEARD_EVERY === 0;
    const heardAgain: Router[] = [];
    for (const router of routers) {
      this.#speaker ??= router;
      const heardAt = lastHeardAt(router);
      const isDue = router === this.#speaker && this.#untold >= LATENESS_EVERY;
      if ((heardAt === router.reportedHeardAt || !isHeardDue) && !isDue) continue;
      router.reportedHeardAt = heardAt;
      if (router === this.#speaker || heardAt === null) this.#tell(router, wallOffset);
      else heardAgain.push(router);
    }
    this.#tellHeard(heardAgain, wallOffset);
    this.#push({ op: "confirm", source: "vrrp", at: Math.round(wall) });
  }

  /** Whole facts of hundreds of instances would cost more than hearing their masters does. */
  #tellHeard(routers: readonly Router[], wallOffset: number): void {
    if (routers.length === 0) return;
    const masters = routers.map(
      (router) => [router.config.name, wallTime(lastHeardAt(router) ?? 0, wallOffset)] as const,
    );
    if (!this.#deps.heard(masters)) for (const router of routers) this.#tell(router, wallOffset);
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
