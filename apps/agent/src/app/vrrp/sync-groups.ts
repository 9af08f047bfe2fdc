import type { VrrpSyncGroup } from "@baton/shared/config/model.ts";
import type { RouterAction } from "../../core/vrrp/action.ts";
import type { RouterEvent } from "../../core/vrrp/event.ts";
import { mayBecomeMaster, obeys, orderAfter } from "../../core/vrrp/group.ts";
import type { Router } from "./router.ts";

export interface Delivery {
  readonly router: Router;
  readonly event: RouterEvent;
}

/** Which routers change state together, and what one's step means for the others. */
export class SyncGroups {
  readonly #routers: ReadonlyMap<string, Router>;
  readonly #groupOf = new Map<string, VrrpSyncGroup>();

  constructor(routers: ReadonlyMap<string, Router>) {
    this.#routers = routers;
  }

  plan(groups: readonly VrrpSyncGroup[]): void {
    this.#groupOf.clear();
    for (const group of groups) for (const member of group.members) this.#groupOf.set(member, group);
  }

  nameOf(router: Router): string | null {
    return this.#groupOf.get(router.config.name)?.name ?? null;
  }

  others(router: Router): readonly Router[] {
    const group = this.#groupOf.get(router.config.name);
    return (group?.members ?? []).flatMap((name) => {
      const member = this.#routers.get(name);
      return member && member !== router ? [member] : [];
    });
  }

  /** A tick, or the word to wait for the other members. */
  tickOf(router: Router, at: number): RouterEvent {
    const group = this.nameOf(router);
    const { phase } = router.state;
    const rises = phase.name === "backup" && at >= phase.masterDownAt;
    if (group === null || !rises) return { type: "tick", at };
    const states = this.others(router).map(({ state }) => state);
    return mayBecomeMaster(states, at) ? { type: "tick", at } : { type: "group", at, order: "wait", group };
  }

  /** What the other members have to be told after `event`. A command goes to all, a change of state is followed. */
  afterwards(router: Router, event: RouterEvent, actions: readonly RouterAction[]): readonly Delivery[] {
    const group = this.nameOf(router);
    if (group === null) return [];
    const all = (told: RouterEvent): Delivery[] => this.others(router).map((other) => ({ router: other, event: told }));
    if (event.type === "takeover" && router.state.phase.name === "master" && actions.length > 1)
      return all(event).filter((each) => each.router.state.phase.name === "backup");
    if (event.type === "release")
      return all(event).filter(
        ({ router: { state } }) => state.phase.name === "master" && state.phase.takeoverUntil !== null,
      );
    const deliveries: Delivery[] = [];
    for (const action of actions) {
      const order = action.type === "transition" ? orderAfter(action.from, action.to) : null;
      if (order === null) continue;
      const told: RouterEvent = { type: "group", at: event.at, order, group };
      deliveries.push(...all(told).filter((each) => obeys(order, each.router.state)));
    }
    return deliveries;
  }
}
