import { type Millis, millis } from "../base/duration.ts";
import { downTime } from "./compile/vrrp-instance.ts";
import type { Checker, ConfigModel, RealServer, VirtualServer } from "./model.ts";
import { serverName } from "./service-name.ts";

/** How long a failed real server can go unnoticed: `worst` when its host is silent, `refused` when it answers with a reset. */
export interface ServerDetection {
  readonly worst: Millis;
  readonly refused: Millis;
}

/** What can fail, and how late that is noticed. Null: some server of the pool is never probed. */
export type DetectionTime =
  | { readonly kind: "master"; readonly name: string; readonly worst: Millis }
  | { readonly kind: "pool"; readonly name: string; readonly slowest: ServerDetection | null };

/** A file that is watched tells at once. */
const probeTimeout = (checker: Checker): Millis => {
  if (checker.kind === "MISC_CHECK") return checker.timeout;
  return "connectTimeout" in checker ? checker.connectTimeout : millis(0);
};

/**
 * A probe may have just succeeded, so a whole delay_loop passes first; then every try has to time out:
 * delay_loop + (retry + 1) * connect_timeout + retry * delay_before_retry.
 */
const ofChecker = (checker: Checker): ServerDetection => {
  const waiting = checker.delayLoop + checker.retry * checker.delayBeforeRetry;
  return { worst: millis(waiting + (checker.retry + 1) * probeTimeout(checker)), refused: millis(waiting) };
};

/** One failed check is enough to take a server out, so the fastest one counts. Null: it is never probed. */
export const serverDetection = ({ checkers }: Pick<RealServer, "checkers">): ServerDetection | null =>
  checkers.map(ofChecker).reduce<ServerDetection | null>((fastest, each) => {
    return fastest !== null && fastest.worst <= each.worst ? fastest : each;
  }, null);

const ofPool = (service: VirtualServer): DetectionTime => {
  const servers = service.realServers.map(serverDetection);
  const slowest = servers.reduce(
    (slower, each) => (slower && each && slower.worst >= each.worst ? slower : each),
    null,
  );
  return { kind: "pool", name: serverName(service), slowest: servers.includes(null) ? null : slowest };
};

/** Of every virtual router as its backup sees it (RFC 3768 section 6.1), and of every pool by its slowest server. */
export const detectionTimes = ({ vrrpInstances, virtualServers }: ConfigModel): readonly DetectionTime[] => [
  ...vrrpInstances.map((instance) => ({ kind: "master" as const, name: instance.name, worst: downTime(instance) })),
  ...virtualServers.map(ofPool),
];
