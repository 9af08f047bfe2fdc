import type { Checker, RealServer, VirtualServer } from "@baton/shared/config/model.ts";
import { isInService, type ServerHealth, startServer } from "./server.ts";

/** A real server that is to be watched. */
export interface WatchedServer {
  readonly virtualServer: VirtualServer;
  readonly server: RealServer;
  /** What the kernel's table says of it at the start: true when its service is there without it. */
  readonly missing: boolean;
}

/** Whether a checker of a new server counts as succeeding until its first probe has ended. */
export const startsUp = ({ virtualServer, missing }: WatchedServer, { alpha }: Checker): boolean =>
  !missing && !(alpha ?? virtualServer.alpha);

/** Two checkers that probe the same way, wherever in the file they stand. */
const sameChecker = (a: Checker, b: Checker): boolean =>
  a === b || JSON.stringify({ ...a, range: null }) === JSON.stringify({ ...b, range: null });

/** Whether these are at work already. */
export const sameCheckers = (
  running: readonly { readonly checker: Checker }[],
  checkers: readonly Checker[],
): boolean =>
  running.length === checkers.length &&
  running.every(({ checker }, index) => sameChecker(checker, checkers[index] ?? checker));

const unchecked = (wall: number): ServerHealth => startServer(0, true, wall, "no checker is configured");

/** The health of a server that is seen for the first time. */
export const firstHealth = (entry: WatchedServer, wall: number): ServerHealth => {
  const { checkers } = entry.server;
  if (checkers.length === 0) return unchecked(wall);
  const health = startServer(checkers.length, true, wall, "not probed yet");
  const failing = checkers.flatMap((checker, index) => (startsUp(entry, checker) ? [] : [index]));
  return failing.length === 0 ? health : { ...health, failing: new Set(failing) };
};

/** The health of a known server whose checkers were edited: it keeps its word until the new checkers have theirs. */
export const resumedHealth = (before: ServerHealth, checkers: number, wall: number): ServerHealth =>
  checkers === 0 ? unchecked(wall) : startServer(checkers, isInService(before), before.since, before.reason);
