import type { ConfigModel, VrrpInstance } from "@baton/shared/config/model.ts";
import type { VirtualRoute } from "@baton/shared/config/model-track.ts";
import type { RouteKeeper } from "./route-keeper.ts";
import type { Router } from "./router.ts";

/** The owner of static_routes in the log. */
const STATIC = "static";

/** What instances, and the configuration as a whole, have in the kernel besides addresses. */
export class Belongings {
  readonly #routes: RouteKeeper;
  /** Wanted, and set so far. */
  #staticRoutes: readonly VirtualRoute[] = [];
  #staticSet: readonly VirtualRoute[] = [];

  constructor(routes: RouteKeeper) {
    this.#routes = routes;
  }

  plan(model: ConfigModel): void {
    this.#staticRoutes = model.staticRoutes ?? [];
  }

  /** After the addresses. */
  add({ name, routes = [] }: VrrpInstance): void {
    this.#routes.change(name, "add", routes);
  }

  /** Before the addresses; also what an earlier run left behind. */
  remove({ name, routes = [] }: VrrpInstance): void {
    this.#routes.change(name, "remove", routes);
  }

  /** While master. */
  exchange(from: VrrpInstance, to: VrrpInstance): void {
    this.#routes.exchange(to.name, from.routes ?? [], to.routes ?? []);
  }

  /** What the kernel dropped with an interface comes back with it; what is there already is left as it is. */
  keep(routers: Iterable<Router>): void {
    this.#routes.keep(STATIC, this.#staticSet, this.#staticRoutes);
    this.#staticSet = this.#staticRoutes;
    for (const { state, config } of routers) if (state.phase.name === "master") this.add(config);
  }

  /** At the end, when no instance is master any more. Resolves when the kernel has answered. */
  async finish(): Promise<void> {
    this.#routes.exchange(STATIC, this.#staticSet, []);
    await this.#routes.settled();
  }
}
