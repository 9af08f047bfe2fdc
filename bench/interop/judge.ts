import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { addressOf, type Case } from "./matrix.ts";
import type { Cable } from "./network.ts";

export type Holder = "baton" | "peer";

/** What goes wrong, by the name of the case; a case that is not in it is well so far. */
export type Faults = Map<string, string>;

const holdersOf = async (cable: Cable, each: Case): Promise<readonly Holder[]> => {
  const address = addressOf(each);
  const [baton, peer] = await Promise.all([cable.addresses("baton"), cable.addresses("peer")]);
  return [...(baton.has(address) ? (["baton"] as const) : []), ...(peer.has(address) ? (["peer"] as const) : [])];
};

/** Waits until every case's address is where it should be, and nowhere else; what is not by then is at fault. */
export const expectHolders = async (
  cable: Cable,
  cases: readonly Case[],
  faults: Faults,
  what: string,
  wanted: (each: Case) => Holder,
): Promise<void> => {
  const deadline = Date.now() + 15_000;
  let open = cases.filter(({ name }) => !faults.has(name));
  while (open.length > 0) {
    const held = await Promise.all(open.map((each) => holdersOf(cable, each)));
    const wrong = open.filter((each, i) => held[i]?.join() !== wanted(each));
    if (wrong.length > 0 && Date.now() > deadline) {
      for (const each of wrong) {
        const now = held[open.indexOf(each)]?.join(" and ") || "nobody";
        faults.set(each.name, `${what}: ${now} instead of ${wanted(each)}`);
      }
      return;
    }
    open = wrong;
    if (open.length > 0) await pause(200);
  }
};

/** Two that speak at once take the same number from the count that AH's routers share: each has sent what it refuses. */
const CROSSED = /sequence number (\d+), expected more than \1(?!\d)/;

/** An address on both sides at the end of a phase means that one of them does not take the other's adverts. */
export const expectNoRefusals = async (cases: readonly Case[], faults: Faults, logFile: string): Promise<void> => {
  const log = await readFile(logFile, "utf8");
  for (const { name } of cases) {
    const isRefusal = (each: string): boolean => each.includes(`(${name}) ignoring adverts`) && !CROSSED.test(each);
    const line = log.split("\n").find(isRefusal);
    if (line && !faults.has(name)) faults.set(name, line.slice(line.indexOf("ignoring")));
  }
};
