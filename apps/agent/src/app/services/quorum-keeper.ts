import type { RealServer, VirtualServer } from "@baton/shared/config/model.ts";
import type { AgentEvent } from "@baton/shared/contract/events.ts";
import { stepQuorum } from "../../core/health/quorum.ts";
import { standbyServes } from "../../core/ipvs/expand.ts";
import { virtualServerKey } from "../../core/ipvs/services-of.ts";
import { quorumLine, sorryLines, standbyLine } from "./wording.ts";

/** Knows of every virtual server whether it has its quorum, and tells when that changes. */
export interface QuorumKeeper {
  /** Takes a configuration; a virtual server seen for the first time starts with what it has, untold. */
  watch(virtualServers: readonly VirtualServer[]): void;
  /** A real server of this virtual server came or went. */
  follow(virtualServer: VirtualServer): void;
  holds(virtualServer: VirtualServer): boolean;
}

export interface QuorumDeps {
  readonly isUp: (virtualServer: VirtualServer, server: RealServer) => boolean;
  /** What a server in service counts; absent: its configured weight. */
  readonly weightOf?: (virtualServer: VirtualServer, server: RealServer) => number;
  /** A quorum was gained or lost, after it was told. */
  readonly onChange?: (virtualServer: VirtualServer, has: boolean) => void;
  readonly tell: (event: Omit<AgentEvent, "at">) => void;
  readonly log: (text: string) => void;
}

export const createQuorumKeeper = ({ isUp, weightOf, onChange, tell, log }: QuorumDeps): QuorumKeeper => {
  let held = new Map<string, { readonly of: VirtualServer; readonly has: boolean }>();

  const liveWeight = (virtualServer: VirtualServer): number =>
    virtualServer.realServers
      .filter((server) => !server.standby && isUp(virtualServer, server))
      .reduce((sum, server) => sum + (weightOf ? weightOf(virtualServer, server) : server.weight), 0);

  const standInLines = (virtualServer: VirtualServer, coming: boolean): readonly string[] => {
    const { sorryServer } = virtualServer;
    if (standbyServes(virtualServer, (server) => isUp(virtualServer, server)))
      return [standbyLine(coming, virtualServer)];
    return sorryServer ? sorryLines(coming, sorryServer, virtualServer) : [];
  };

  const follow = (virtualServer: VirtualServer): void => {
    const subject = virtualServerKey(virtualServer);
    const before = held.get(subject);
    if (before === undefined) return;
    const weight = liveWeight(virtualServer);
    const has = stepQuorum(before.has, weight, virtualServer);
    if (has === before.has) return;
    held.set(subject, { of: before.of, has });
    tell({
      kind: has ? "quorum.gained" : "quorum.lost",
      severity: has ? "info" : "critical",
      subject,
      text: quorumLine(has, virtualServer, weight),
      data: { virtualServer: subject, weight, quorum: virtualServer.quorum, hysteresis: virtualServer.hysteresis },
    });
    for (const line of standInLines(virtualServer, !has)) log(line);
    onChange?.(virtualServer, has);
  };

  return {
    watch: (virtualServers) => {
      const before = held;
      held = new Map();
      for (const virtualServer of virtualServers) {
        const key = virtualServerKey(virtualServer);
        const known = before.get(key);
        const has = known?.has ?? stepQuorum(!virtualServer.alpha, liveWeight(virtualServer), virtualServer);
        held.set(key, { of: virtualServer, has });
        // A reload may have moved the bar, or the weights below it.
        if (known?.of !== virtualServer) follow(virtualServer);
      }
    },
    follow,
    holds: (virtualServer) => held.get(virtualServerKey(virtualServer))?.has ?? true,
  };
};
