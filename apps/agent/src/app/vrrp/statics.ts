import type { ConfigModel, TrackGroup, VirtualAddress } from "@baton/shared/config/model.ts";
import type { VirtualRule } from "@baton/shared/config/model-kernel.ts";
import type { VirtualRoute } from "@baton/shared/config/model-track.ts";
import type { KernelKeeper } from "./kernel-keeper.ts";

export interface Keepers {
  readonly addresses: KernelKeeper<VirtualAddress>;
  readonly routes: KernelKeeper<VirtualRoute>;
  readonly rules: KernelKeeper<VirtualRule>;
}

interface Objects {
  readonly addresses: readonly VirtualAddress[];
  readonly routes: readonly VirtualRoute[];
  readonly rules: readonly VirtualRule[];
}

/** The owner in the log. */
const STATIC = "static";
const NOTHING: Objects = { addresses: [], routes: [], rules: [] };

/** static_ipaddress, static_routes and static_rules: held from the start to the end, whatever the state. */
export class Statics {
  readonly #keepers: Keepers;
  #groups: readonly TrackGroup[] = [];
  #wanted: Objects = NOTHING;
  /** What has been asked for so far. */
  #set: Objects = NOTHING;

  constructor(keepers: Keepers) {
    this.#keepers = keepers;
  }

  plan({ staticAddresses = [], staticRoutes = [], staticRules = [], trackGroups = [] }: ConfigModel): void {
    this.#wanted = { addresses: staticAddresses, routes: staticRoutes, rules: staticRules };
    this.#groups = trackGroups;
  }

  /** What the kernel dropped with an interface, or someone removed, comes back; what is there is left as it is. */
  keep(): void {
    const [from, to] = [this.#set, this.#wanted];
    this.#keepers.addresses.keep(STATIC, from.addresses, to.addresses);
    this.#keepers.routes.keep(STATIC, from.routes, to.routes);
    this.#keepers.rules.keep(STATIC, from.rules, to.rules);
    this.#set = to;
  }

  /** Why an instance can't work: something static that its track_group names is wanted and can't be set. */
  problem(instance: string): string | null {
    if (this.#groups.length === 0) return null;
    const names = new Set(this.#groups.filter(({ members }) => members.includes(instance)).map(({ name }) => name));
    if (names.size === 0) return null;
    const { addresses, routes, rules } = this.#keepers;
    const counts = ({ trackGroup }: { readonly trackGroup?: string }): boolean =>
      trackGroup !== undefined && names.has(trackGroup);
    const problems = [
      ...this.#wanted.addresses.filter(counts).map((item) => addresses.problem(item)),
      ...this.#wanted.routes.filter(counts).map((item) => routes.problem(item)),
      ...this.#wanted.rules.filter(counts).map((item) => rules.problem(item)),
    ];
    return problems.find((problem) => problem !== null) ?? null;
  }

  clear(): void {
    this.#keepers.rules.exchange(STATIC, this.#set.rules, []);
    this.#keepers.routes.exchange(STATIC, this.#set.routes, []);
    this.#keepers.addresses.exchange(STATIC, this.#set.addresses, []);
    this.#set = NOTHING;
  }
}
