import type { BoundBlock } from "../bind.ts";
import type { Checker, ConfigModel, RealServer, VirtualServer } from "../model.ts";
import { type Complaints, flagOf, stringOf } from "./reader.ts";

/**
 * What checkers take from elsewhere in the file, put in when all of it has been read: defaults of global_defs, the
 * names of what they follow, the other servers of the pool.
 */
export const finishChecks = (
  virtualServers: readonly VirtualServer[],
  globals: BoundBlock | null,
  followed: Pick<ConfigModel, "trackFiles" | "bfdInstances">,
  say: Complaints,
): readonly VirtualServer[] => {
  const defaults = {
    logAll: flagOf(globals, "checker_log_all_failures") === true,
    helo: stringOf(globals, "smtp_helo_name"),
  };
  const look = unknownSayer(followed, say);
  const needsNothing = (checker: Checker): boolean => finish(checker, NO_PLACES, defaults) === checker;
  return virtualServers.map((service) => {
    const { realServers } = service;
    for (const { checkers } of realServers) checkers.forEach(look);
    // Most files need none of it, and of one with ten thousand servers no second copy is made.
    if (realServers.every(({ checkers }) => checkers.every(needsNothing))) return service;
    if (realServers.length > MOST_WATCHED && realServers.some(({ checkers }) => checkers.some(watchesOthers))) {
      const message = `with require_no_other_writer each database of a pool asks all others: at most ${MOST_WATCHED} servers`;
      say.error(service.range, "config.too-large", message);
      return service;
    }
    const finished = realServers.map((server) => {
      const others = realServers.filter((other) => other !== server).flatMap(databasesOf);
      return { ...server, checkers: server.checkers.map((checker) => finish(checker, others, defaults)) };
    });
    return { ...service, realServers: finished };
  });
};

const MOST_WATCHED = 64;

const watchesOthers = (checker: Checker): boolean =>
  checker.kind === "MYSQL_CHECK" && checker.otherWriters !== undefined;

type Place = { readonly address: string; readonly port: number };
const NO_PLACES: readonly Place[] = [];

const databasesOf = ({ checkers }: RealServer): readonly Place[] =>
  checkers.flatMap((checker) =>
    checker.kind === "MYSQL_CHECK" ? [{ address: checker.connectAddress, port: checker.connectPort }] : [],
  );

const finish = (
  checker: Checker,
  others: readonly Place[],
  { logAll, helo }: { readonly logAll: boolean; readonly helo: string | null },
): Checker => {
  const logged = logAll && checker.logAllFailures === undefined ? { ...checker, logAllFailures: true } : checker;
  if (logged.kind === "SMTP_CHECK" && logged.helo === undefined && helo !== null) return { ...logged, helo };
  if (logged.kind === "MYSQL_CHECK" && watchesOthers(logged)) return { ...logged, otherWriters: others };
  return logged;
};

/** What looks at a checker, and tells of one that follows something that is not there. */
const unknownSayer = (
  { trackFiles = [], bfdInstances = [] }: Pick<ConfigModel, "trackFiles" | "bfdInstances">,
  say: Complaints,
): ((checker: Checker) => void) => {
  const files = new Set(trackFiles.map(({ name }) => name));
  const sessions = new Set(bfdInstances.map(({ name }) => name));
  return (checker) => {
    if (checker.kind === "FILE_CHECK" && !files.has(checker.file))
      say.error(checker.range, "config.unknown-tracker", `there is no track_file ${checker.file.slice(0, 60)}`);
    if (checker.kind === "BFD_CHECK" && !sessions.has(checker.session))
      say.error(checker.range, "config.unknown-tracker", `there is no bfd_instance ${checker.session.slice(0, 60)}`);
  };
};
