import type { RealServer, VirtualServer } from "@baton/shared/config/model.ts";
import { realServerKey } from "../../core/ipvs/key.ts";
import { virtualServerKey } from "../../core/ipvs/services-of.ts";
import type { ChangeTeller } from "./change-teller.ts";

/** Where servers and quorums begin and end with the configuration, told as keepalived tells it. */
export interface BoundaryTeller {
  /** A quorum that is there from the start, or a stand-in that must serve; servers in service only with rs_init_notifies. */
  began(virtualServers: readonly VirtualServer[], known: ReadonlySet<string>, withServers: boolean): void;
  /** What is not kept counts as down. */
  ended(virtualServers: readonly VirtualServer[], kept: ReadonlySet<string>): void;
}

export interface BoundaryDeps {
  readonly teller: Pick<ChangeTeller, "server" | "quorum">;
  readonly isUp: (virtualServer: VirtualServer, server: RealServer) => boolean;
  readonly hasQuorum: (virtualServer: VirtualServer) => boolean;
}

const serverKey = (virtualServer: VirtualServer, server: RealServer): string =>
  realServerKey(virtualServerKey(virtualServer), server);

/** The names of all virtual servers and their servers. */
export const keysOf = (virtualServers: readonly VirtualServer[]): ReadonlySet<string> =>
  new Set(
    virtualServers.flatMap((each) => [
      virtualServerKey(each),
      ...each.realServers.map((server) => serverKey(each, server)),
    ]),
  );

/** What a reload has replaced: one that is the same object in both is neither gone nor new, with all its servers. */
export const exchanged = (
  before: readonly VirtualServer[],
  after: readonly VirtualServer[],
): { readonly old: readonly VirtualServer[]; readonly fresh: readonly VirtualServer[] } => {
  const [had, has] = [new Set(before), new Set(after)];
  return { old: before.filter((each) => !has.has(each)), fresh: after.filter((each) => !had.has(each)) };
};

export const createBoundaryTeller = ({ teller, isUp, hasQuorum }: BoundaryDeps): BoundaryTeller => ({
  began: (virtualServers, known, withServers) => {
    for (const each of virtualServers) {
      const fresh = each.realServers.filter((server) => withServers && !known.has(serverKey(each, server)));
      for (const server of fresh) if (isUp(each, server)) teller.server(each, server, true);
      const has = hasQuorum(each);
      if (!known.has(virtualServerKey(each)) && (has || each.sorryServer)) teller.quorum(each, has);
    }
  },
  ended: (virtualServers, kept) => {
    for (const each of virtualServers) {
      const gone = each.realServers.filter((server) => !kept.has(serverKey(each, server)));
      for (const server of gone) if (isUp(each, server)) teller.server(each, server, false);
      if (!kept.has(virtualServerKey(each)) && hasQuorum(each)) teller.quorum(each, false);
    }
  },
});
