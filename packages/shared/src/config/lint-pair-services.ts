import { type Millis, toSeconds } from "../base/duration.ts";
import type { ConfigModel, RealServer, VirtualServer } from "./model.ts";
import type { PairReport } from "./pair-report.ts";
import { serverName, serviceNames } from "./service-name.ts";

const serverKey = ({ address, port }: RealServer): string => `${address} port ${port}`;
const span = (value: Millis | null): string => (value === null ? "none" : `${toSeconds(value)} s`);

/** After a hand-over clients meet the other director's table, so the two should be the same. */
export const lintPairServices = (a: ConfigModel, b: ConfigModel, report: PairReport): void => {
  const others = new Map(b.virtualServers.map((service) => [serverName(service), service]));
  for (const mine of a.virtualServers) {
    const other = others.get(serverName(mine));
    others.delete(serverName(mine));
    if (other) lintService(mine, other, report);
    else
      report(
        "error",
        "pair.service-missing",
        mine,
        `virtual server ${serverName(mine)} is missing on the other director`,
      );
  }
  for (const other of others.values())
    report(
      "error",
      "pair.service-missing",
      other,
      `virtual server ${serverName(other)} is missing on the other director`,
    );
  for (const service of b.virtualServers) lintAlone(service, report);
};

/** Those of a group in any order; a sentence has room for some. */
const servicesText = (service: VirtualServer): string => {
  const text = serviceNames(service).toSorted().join(", ");
  return text.length > 300 ? `${text.slice(0, 300)}...` : text;
};

const lintService = (a: VirtualServer, b: VirtualServer, report: PairReport): void => {
  const differ = (what: string, mine: string, other: string): void => {
    if (mine !== other)
      report(
        "warning",
        "pair.service-differs",
        b,
        `${what} of ${serverName(a)} is ${mine} on one director and ${other} on the other`,
      );
  };
  differ("the services", servicesText(a), servicesText(b));
  differ("lb_algo", a.scheduler, b.scheduler);
  differ("lb_kind", a.forwarding, b.forwarding);
  differ("persistence_timeout", span(a.persistenceTimeout), span(b.persistenceTimeout));
  differ("delay_loop", span(a.delayLoop), span(b.delayLoop));
  const others = new Map(b.realServers.map((server) => [serverKey(server), server]));
  for (const mine of a.realServers) {
    const other = others.get(serverKey(mine));
    others.delete(serverKey(mine));
    if (other) differ(`the weight of ${serverKey(mine)} in the pool`, String(mine.weight), String(other.weight));
    else
      report(
        "warning",
        "pair.server-missing",
        b,
        `real server ${serverKey(mine)} of ${serverName(a)} is missing on the other director`,
      );
  }
  for (const other of others.values())
    report(
      "warning",
      "pair.server-missing",
      other,
      `real server ${serverKey(other)} of ${serverName(a)} is missing on the other director`,
    );
};

/** keepalived's default, long enough that it was probably forgotten. */
const FORGOTTEN_DELAY_LOOP = 60_000;

const lintAlone = (service: VirtualServer, report: PairReport): void => {
  if (service.delayLoop >= FORGOTTEN_DELAY_LOOP)
    report(
      "warning",
      "pair.delay-loop",
      service,
      `${serverName(service)} is probed every ${span(service.delayLoop)} only: a dead server is found that late`,
    );
  for (const server of service.realServers)
    if (server.checkers.length === 0)
      report(
        "warning",
        "pair.unchecked",
        server,
        `real server ${serverKey(server)} has no check: it is never taken out`,
      );
};
