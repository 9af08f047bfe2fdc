import { type Millis, millis } from "../base/duration.ts";
import { downTime } from "./compile/vrrp-instance.ts";
import type { Checker, ConfigModel, VirtualServer } from "./model.ts";
import { serverName } from "./service-name.ts";

/** How long a failure can go unnoticed. `worst` is a host that is silent; `refused`, one that answers with a reset. */
export interface DetectionTime {
  readonly what: string;
  readonly worst: Millis;
  readonly refused: Millis | null;
}

/** A file that is watched tells at once. */
const probeTimeout = (checker: Checker): Millis => {
  if (checker.kind === "MISC_CHECK") return checker.timeout;
  return "connectTimeout" in checker ? checker.connectTimeout : millis(0);
};

/**
 * A probe may have just succeeded, so a whole delay_loop passes first; then every try has to time out:
 * delay_loop + (retry + 1) * connect_timeout + retry * delay_before_retry.
 */
export const checkerDetection = (checker: Checker): Pick<DetectionTime, "worst" | "refused"> => {
  const waiting = checker.delayLoop + checker.retry * checker.delayBeforeRetry;
  return { worst: millis(waiting + (checker.retry + 1) * probeTimeout(checker)), refused: millis(waiting) };
};

const ofService = (service: VirtualServer): readonly DetectionTime[] =>
  service.realServers.flatMap((server) =>
    server.checkers.map((checker) => ({
      what: `real server ${server.address} port ${server.port} of ${serverName(service)}`,
      ...checkerDetection(checker),
    })),
  );

/** Of every virtual router as its backup sees it (RFC 3768 section 6.1) and of every check. */
export const detectionTimes = (model: ConfigModel): readonly DetectionTime[] => [
  ...model.vrrpInstances.map((instance) => ({
    what: `the master of ${instance.name}`,
    worst: downTime(instance),
    refused: null,
  })),
  ...model.virtualServers.flatMap(ofService),
];
