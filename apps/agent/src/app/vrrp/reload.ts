import { isDeepStrictEqual } from "node:util";
import type { VrrpInstance } from "@baton/shared/config/model.ts";
import { paramsOf } from "../../core/vrrp/params.ts";
import { canReconfigure, reconfigure } from "../../core/vrrp/reconfigure.ts";
import type { Belongings } from "./belongings.ts";
import type { VrrpDeps } from "./deps.ts";
import type { Executor } from "./executor.ts";
import type { FactReporter } from "./fact-reporter.ts";
import { everyAddress, heldAddresses } from "./link-condition.ts";
import type { Router } from "./router.ts";
import { sameInstance } from "./same-instance.ts";
import type { Stepper } from "./stepper.ts";
import type { Surroundings } from "./surroundings.ts";
import type { TrackDesk } from "./track-desk.ts";

export interface ReloadContext {
  readonly deps: Pick<VrrpDeps, "clock" | "log">;
  readonly routers: Map<string, Router>;
  readonly surroundings: Surroundings;
  readonly stepper: Stepper;
  readonly executor: Executor;
  readonly belongings: Belongings;
  readonly facts: FactReporter;
  readonly desk: TrackDesk;
  /** Opens sockets on interfaces that are new, closes those no longer used. */
  readonly followLinks: () => void;
}

const macvlansOf = ({ macvlans, ipvlan, advertInterface }: VrrpInstance) => [macvlans, ipvlan, advertInterface];

/** False: it can't be done while it runs. */
const change = (context: ReloadContext, router: Router, config: VrrpInstance): boolean => {
  const { deps, surroundings, stepper, executor, belongings } = context;
  const params = paramsOf(config);
  const sameLink =
    config.interface === router.config.interface && isDeepStrictEqual(macvlansOf(config), macvlansOf(router.config));
  if (!sameLink || !canReconfigure(router.params, params)) return false;
  deps.log(`(${config.name}) configuration changed`);
  stepper.settle(router);
  const { params: from, config: before } = router;
  const { state, actions } = reconfigure(from, params, router.state, deps.clock.monotonic());
  router.config = config;
  router.params = params;
  router.addressProblem = null;
  router.held = heldAddresses(config, surroundings.table);
  router.reported = null;
  // New interfaces of addresses are opened before anything is announced there.
  context.followLinks();
  if (state.phase.name === "master") {
    executor.exchangeAddresses(router, everyAddress(before));
    belongings.exchange(before, config);
  }
  stepper.apply(router, state, actions);
  return true;
};

/**
 * Leaves unchanged instances alone, and changes others while they run where that can be. What has become another
 * virtual router is stopped, like what is gone; the answer is what has to be started.
 */
export const reloadRouters = (context: ReloadContext, instances: readonly VrrpInstance[]): readonly VrrpInstance[] => {
  const { deps, routers, stepper, facts } = context;
  const wanted = new Map(instances.map((instance) => [instance.name, instance]));
  for (const router of [...routers.values()]) {
    const config = wanted.get(router.config.name);
    if (config && (sameInstance(config, router.config) || change(context, router, config))) continue;
    const reason = config ? "configuration changed, restarting" : "no longer configured";
    deps.log(`(${router.config.name}) ${reason}`);
    if (!config) context.desk.removes(router.config);
    stepper.dispatch(router, { type: "stop", at: deps.clock.monotonic(), reason });
    routers.delete(router.config.name);
    facts.forget(router.config.name);
  }
  return instances.filter((instance) => !routers.has(instance.name));
};
