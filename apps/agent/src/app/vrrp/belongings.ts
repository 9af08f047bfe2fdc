import type { ConfigModel, VrrpInstance } from "@baton/shared/config/model.ts";
import type { KernelLinks, LinkTable } from "../../ports/kernel-links.ts";
import { Firewall, type RunFirewall } from "./firewall.ts";
import { addressKind, routeKind, ruleKind } from "./kept-kinds.ts";
import { KernelKeeper } from "./kernel-keeper.ts";
import { Macvlans, type Settings } from "./macvlans.ts";
import type { Router } from "./router.ts";
import { type Keepers, Statics } from "./statics.ts";

export interface BelongingsContext {
  readonly kernel: KernelLinks;
  readonly table: () => LinkTable;
  readonly settings: Settings;
  readonly runFirewall: RunFirewall;
  readonly log: (line: string) => void;
}

/** What instances, and the configuration as a whole, have in the kernel besides virtual addresses. */
export class Belongings {
  readonly #keepers: Keepers;
  readonly #statics: Statics;
  readonly #macvlans: Macvlans;
  readonly #firewall: Firewall;
  readonly #context: BelongingsContext;

  constructor(context: BelongingsContext) {
    this.#context = context;
    const { kernel, table, log } = context;
    this.#keepers = {
      addresses: new KernelKeeper(addressKind(kernel, table), log),
      routes: new KernelKeeper(routeKind(kernel, table), log),
      rules: new KernelKeeper(ruleKind(kernel), log),
    };
    this.#statics = new Statics(this.#keepers);
    this.#macvlans = new Macvlans(context);
    this.#firewall = new Firewall(context.runFirewall, log);
  }

  plan(model: ConfigModel): void {
    this.#statics.plan(model);
    this.#macvlans.plan(model.vrrpInstances);
    this.#firewall.plan(model);
    if (model.globals.silentLocalGroups) this.#context.settings.set("net/ipv4/igmp_link_local_mcast_reports", 0);
    for (const { promotesSecondaries, interface: device } of model.vrrpInstances) {
      if (promotesSecondaries) this.#context.settings.set(`net/ipv4/conf/${device}/promote_secondaries`, 1);
    }
  }

  /** What has to be there before an instance starts. Resolves with the kernel's table as it is then. */
  async establish(): Promise<LinkTable> {
    await this.#firewall.follow();
    return this.#macvlans.establish(() => this.#context.kernel.read());
  }

  /** After the addresses. */
  add({ name, routes = [], rules = [] }: VrrpInstance): void {
    this.#keepers.routes.change(name, "add", routes);
    this.#keepers.rules.change(name, "add", rules);
  }

  /** Before the addresses; also what an earlier run left behind. */
  remove({ name, routes = [], rules = [] }: VrrpInstance): void {
    this.#keepers.rules.change(name, "remove", rules);
    this.#keepers.routes.change(name, "remove", routes);
  }

  /** While master. */
  exchange(from: VrrpInstance, to: VrrpInstance): void {
    this.#keepers.rules.exchange(to.name, from.rules ?? [], to.rules ?? []);
    this.#keepers.routes.exchange(to.name, from.routes ?? [], to.routes ?? []);
  }

  /** What the kernel dropped with an interface, or someone removed, comes back; what is there is left as it is. */
  keep(routers: Iterable<Router>): void {
    void this.#firewall.follow();
    void this.#macvlans.follow(this.#context.table());
    this.#statics.keep();
    for (const { state, config } of routers) {
      if (state.phase.name !== "master") continue;
      const { name, routes = [], rules = [] } = config;
      this.#keepers.routes.keep(name, routes, routes);
      this.#keepers.rules.keep(name, rules, rules);
    }
  }

  /** Why an instance can't work although its interface does. */
  problem(instance: string): string | null {
    return this.#statics.problem(instance);
  }

  /** At the end, when no instance is master any more. Resolves when the kernel has answered. */
  async finish(): Promise<void> {
    this.#statics.clear();
    const { addresses, routes, rules } = this.#keepers;
    await Promise.all([addresses.settled(), routes.settled(), rules.settled()]);
    await this.#macvlans.clear(this.#context.table());
    await this.#firewall.clear();
  }
}
