import type { RouterAction } from "../action.ts";
import type { Advert } from "../advert.ts";
import type { RouterEvent } from "../event.ts";
import { nextDeadline } from "../next-deadline.ts";
import type { RouterParams } from "../params.ts";
import type { RouterState } from "../state.ts";
import { initialState, step } from "../step.ts";

/** Routers as pure machines on one link, in virtual time. Adverts take 1 ms. What happens becomes a transcript. */
export interface SimulatedRouter {
  readonly id: string;
  readonly address: string;
  readonly params: RouterParams;
  state: RouterState;
  connected: boolean;
  /** Nothing is delivered or timed; adverts wait. */
  stalled: boolean;
  readonly waiting: RouterEvent[];
  holdsAddresses: boolean;
}

interface InFlight {
  readonly at: number;
  readonly to: SimulatedRouter;
  readonly event: RouterEvent;
}

const LATENCY_MS = 1;

const words = (action: RouterAction): string | null => {
  switch (action.type) {
    case "transition":
      return `${action.from} -> ${action.to}: ${action.cause}`;
    case "send-advert":
      return action.priority === 0 ? "sends priority 0" : null;
    case "add-addresses":
      return "addresses on";
    case "remove-addresses":
      return "addresses off";
    case "send-garp":
      return `gratuitous ARP x${action.repeat} (${action.reason})`;
    case "send-extra-garp":
      return "gratuitous ARP on other interfaces";
    case "takeover-started":
      return "takeover starts";
    case "takeover-ended":
      return `takeover ends (${action.reason})`;
    case "priority-changed":
      return `priority ${action.from} -> ${action.to}: ${action.cause}`;
    case "command-refused":
      return `refused: ${action.error.code}`;
    case "heard-weaker":
      return `hears weaker ${action.from} (${action.priority})`;
    case "warn":
      return `warns: ${action.text}`;
    default:
      return action satisfies never;
  }
};

export class Simulation {
  readonly transcript: string[] = [];
  /** Every moment at which the number of address holders changed, with the holders' names. */
  readonly holders: { readonly at: number; readonly ids: readonly string[] }[] = [];
  readonly #routers: SimulatedRouter[] = [];
  #inFlight: InFlight[] = [];
  now = 0;

  add(id: string, address: string, params: RouterParams): SimulatedRouter {
    const router: SimulatedRouter = {
      id,
      address,
      params,
      state: initialState(params, this.now),
      connected: true,
      stalled: false,
      waiting: [],
      holdsAddresses: false,
    };
    this.#routers.push(router);
    this.deliver(router, { type: "start", at: this.now, link: { usable: true, address } });
    return router;
  }

  deliver(router: SimulatedRouter, event: RouterEvent): void {
    const { state, actions } = step(router.params, router.state, event);
    router.state = state;
    for (const action of actions) this.#perform(router, action);
  }

  /** Lets virtual time pass. */
  run(duration: number): void {
    const end = this.now + duration;
    for (;;) {
      const at = Math.min(this.#nextArrival(), ...this.#awake().map((router) => nextDeadline(router.state)));
      if (at > end) break;
      this.now = Math.max(this.now, at);
      this.#arrive();
      for (const router of this.#awake()) {
        if (nextDeadline(router.state) <= this.now) this.deliver(router, { type: "tick", at: this.now });
      }
    }
    this.now = end;
  }

  /** The end of a stall: what waited in the socket is heard before timers run, as the event loop does it. */
  wake(router: SimulatedRouter): void {
    router.stalled = false;
    for (const event of router.waiting.splice(0)) this.deliver(router, { ...event, at: this.now });
  }

  /** Power off: nothing more is said, the addresses are gone with the host. */
  crash(router: SimulatedRouter): void {
    router.connected = false;
    router.stalled = true;
    this.#note(`${router.id} dies`);
    this.#hold(router, false);
  }

  #awake(): SimulatedRouter[] {
    return this.#routers.filter((router) => !router.stalled);
  }

  #nextArrival(): number {
    return Math.min(Number.POSITIVE_INFINITY, ...this.#inFlight.map((each) => each.at));
  }

  #arrive(): void {
    const due = this.#inFlight.filter((each) => each.at <= this.now);
    this.#inFlight = this.#inFlight.filter((each) => each.at > this.now);
    for (const { to, event } of due) {
      if (!to.connected) continue;
      if (to.stalled) to.waiting.push(event);
      else this.deliver(to, event);
    }
  }

  #perform(router: SimulatedRouter, action: RouterAction): void {
    const text = words(action);
    if (text !== null) this.#note(`${router.id} ${text}`);
    if (action.type === "add-addresses") this.#hold(router, true);
    if (action.type === "remove-addresses") this.#hold(router, false);
    if (action.type === "send-advert") this.#send(router, action.priority);
  }

  #send(from: SimulatedRouter, priority: number): void {
    if (!from.connected) return;
    const { params } = from;
    const common = {
      virtualRouterId: params.virtualRouterId,
      priority,
      interval: params.advertInterval,
      addresses: params.addresses,
    };
    const advert: Advert =
      params.version === 2
        ? { version: 2, ...common, authType: params.authType, authData: params.authData }
        : { version: 3, ...common };
    const at = this.now + LATENCY_MS;
    for (const to of this.#routers) {
      if (to !== from) this.#inFlight.push({ at, to, event: { type: "advert", at, from: from.address, advert } });
    }
  }

  #hold(router: SimulatedRouter, holds: boolean): void {
    if (router.holdsAddresses === holds) return;
    router.holdsAddresses = holds;
    this.holders.push({ at: this.now, ids: this.#routers.filter((each) => each.holdsAddresses).map(({ id }) => id) });
  }

  #note(text: string): void {
    this.transcript.push(`${this.now.toFixed(0).padStart(6)}  ${text}`);
  }
}
