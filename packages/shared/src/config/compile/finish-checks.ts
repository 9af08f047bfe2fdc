import type { BoundBlock } from "../bind.ts";
import type { Checker, ConfigModel, VirtualServer } from "../model.ts";
import { type Complaints, flagOf, stringOf } from "./reader.ts";

/**
 * What checkers take from elsewhere in the file, put in when all of it has been read: defaults of global_defs, and the
 * names of what they follow.
 */
export const finishChecks = (
  virtualServers: readonly VirtualServer[],
  globals: BoundBlock | null,
  { trackFiles = [], bfdInstances = [] }: Pick<ConfigModel, "trackFiles" | "bfdInstances">,
  say: Complaints,
): readonly VirtualServer[] => {
  const logAll = flagOf(globals, "checker_log_all_failures") === true;
  const helo = stringOf(globals, "smtp_helo_name");
  const files = new Set(trackFiles.map(({ name }) => name));
  const sessions = new Set(bfdInstances.map(({ name }) => name));

  const look = (checker: Checker): void => {
    if (checker.kind === "FILE_CHECK" && !files.has(checker.file))
      say.error(checker.range, "config.unknown-tracker", `there is no track_file ${checker.file.slice(0, 60)}`);
    if (checker.kind === "BFD_CHECK" && !sessions.has(checker.session))
      say.error(checker.range, "config.unknown-tracker", `there is no bfd_instance ${checker.session.slice(0, 60)}`);
  };
  const finish = (checker: Checker): Checker => {
    const logged = logAll && checker.logAllFailures === undefined ? { ...checker, logAllFailures: true } : checker;
    return logged.kind === "SMTP_CHECK" && logged.helo === undefined && helo !== null ? { ...logged, helo } : logged;
  };
  const checkersOf = virtualServers.flatMap(({ realServers }) => realServers.flatMap(({ checkers }) => checkers));
  checkersOf.forEach(look);
  // Most files need none of it, and of one with ten thousand servers no second copy is made.
  if (checkersOf.every((checker) => finish(checker) === checker)) return virtualServers;
  return virtualServers.map((service) => ({
    ...service,
    realServers: service.realServers.map((server) => ({ ...server, checkers: server.checkers.map(finish) })),
  }));
};
