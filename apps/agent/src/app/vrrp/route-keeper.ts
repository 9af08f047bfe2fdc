import { isDeepStrictEqual } from "node:util";
import type { VirtualRoute } from "@baton/shared/config/model-track.ts";
import type { KernelLinks, LinkTable, RouteChange } from "../../ports/kernel-links.ts";
import { linkNamed } from "./link-condition.ts";

/** Puts virtual_routes and static_routes into the kernel and takes them out again. */
export interface RouteKeeper {
  /** `owner`: the instance, for the log. */
  change(owner: string, op: RouteChange["op"], routes: readonly VirtualRoute[]): void;
  /** Takes out what is no longer wanted and puts in what is new. */
  exchange(owner: string, from: readonly VirtualRoute[], to: readonly VirtualRoute[]): void;
  /** The same, and puts in again what should have been there already. */
  keep(owner: string, from: readonly VirtualRoute[], to: readonly VirtualRoute[]): void;
  /** Resolves when the kernel has answered everything. Never rejects. */
  settled(): Promise<void>;
}

const nameOf = ({ destination, via, interface: device }: VirtualRoute): string =>
  `${destination.address}/${destination.prefixLength}${via === null ? "" : ` via ${via}`}${device === null ? "" : ` dev ${device}`}`;

export const createRouteKeeper = (
  kernel: Pick<KernelLinks, "changeRoutes">,
  table: () => LinkTable,
  log: (line: string) => void,
): RouteKeeper => {
  const pending = new Set<Promise<void>>();

  const change = (owner: string, op: RouteChange["op"], routes: readonly VirtualRoute[]): void => {
    const changes = routes.flatMap((route): RouteChange[] => {
      if (route.interface === null) return [{ op, route, interfaceIndex: null }];
      const link = linkNamed(table(), route.interface);
      if (!link && op === "add") log(`(${owner}) route ${nameOf(route)}: there is no interface ${route.interface}`);
      return link ? [{ op, route, interfaceIndex: link.index }] : [];
    });
    if (changes.length === 0) return;
    const work = kernel
      .changeRoutes(changes)
      .then((outcomes) => {
        changes.forEach(({ route }, i) => {
          const outcome = outcomes[i];
          if (typeof outcome === "object") log(`(${owner}) can't ${op} the route ${nameOf(route)}: ${outcome.failed}`);
        });
      })
      .catch((error: unknown) => log(`(${owner}) routes: ${error instanceof Error ? error.message : String(error)}`))
      .finally(() => pending.delete(work));
    pending.add(work);
  };

  const without = (these: readonly VirtualRoute[], those: readonly VirtualRoute[]) =>
    these.filter((route) => !those.some((other) => isDeepStrictEqual(other, route)));

  return {
    change,
    exchange: (owner, from, to) => {
      change(owner, "remove", without(from, to));
      change(owner, "add", without(to, from));
    },
    keep: (owner, from, to) => {
      change(owner, "remove", without(from, to));
      change(owner, "add", to);
    },
    settled: async () => void (await Promise.all(pending)),
  };
};
