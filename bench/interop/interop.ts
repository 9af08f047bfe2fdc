import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { frrSide, possibleWithFrr } from "./frr.ts";
import { expectHolders, expectNoRefusals, type Faults } from "./judge.ts";
import { allCases, type Case, configuration } from "./matrix.ts";
import { createCable } from "./network.ts";
import { batonSide, keepalivedSide, type Side } from "./sides.ts";

export interface InteropResult {
  readonly peer: string;
  readonly cases: readonly Case[];
  readonly faults: Faults;
}

/** Who should be master at the start: the higher priority. */
const elected = (each: Case) => each.master;

interface Stage {
  readonly cable: Awaited<ReturnType<typeof createCable>>;
  readonly cases: readonly Case[];
  readonly baton: Side;
  readonly peer: Side;
  readonly faults: Faults;
}

/** Election, both ways of resigning, and pre-emption by whoever comes back stronger. */
const play = async ({ cable, cases, baton, peer, faults }: Stage): Promise<void> => {
  const expectAll = (what: string, wanted: Parameters<typeof expectHolders>[4]) =>
    expectHolders(cable, cases, faults, what, wanted);
  await Promise.all([baton.start(), peer.start()]);
  await expectAll("election", elected);
  await peer.stop();
  await expectAll("the peer resigns", () => "baton");
  await peer.start();
  await expectAll("the peer returns", elected);
  await baton.stop();
  await expectAll("baton resigns", () => "peer");
  await baton.start();
  await expectAll("baton returns", elected);
  await expectNoRefusals(cases, faults, baton.logFile);
};

type OpenPeer = (namespace: string, folder: string, cases: readonly Case[]) => Promise<Side>;

/** Every case at once between Baton and the peer, in two namespaces with no way out. */
const interop = async (peerName: string, cases: readonly Case[], openPeer: OpenPeer): Promise<InteropResult> => {
  const folder = await mkdtemp(path.join(tmpdir(), "baton-interop-"));
  const cable = await createCable();
  const open: Side[] = [];
  const clear = async (): Promise<void> => {
    await Promise.all(open.map((side) => side.stop()));
    await cable.remove();
  };
  const interrupted = (): void => void clear().finally(() => process.exit(130));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, interrupted);
  const faults: Faults = new Map();
  try {
    const at = (side: string): string => path.join(folder, side);
    const baton = await batonSide(cable.namespace("baton"), at("baton"), configuration(cases, "baton"));
    const peer = await openPeer(cable.namespace("peer"), at("peer"), cases);
    open.push(baton, peer);
    await play({ cable, cases, baton, peer, faults });
  } finally {
    await clear();
    if (faults.size === 0) await rm(folder, { recursive: true, force: true });
    else process.stderr.write(`logs are kept in ${folder}\n`);
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, interrupted);
  }
  return { peer: peerName, cases, faults };
};

export const interopWithKeepalived = (): Promise<InteropResult> =>
  interop("keepalived", allCases(), (namespace, folder, cases) =>
    keepalivedSide(namespace, folder, configuration(cases, "peer")),
  );

export const interopWithFrr = (): Promise<InteropResult> => interop("frr", allCases().filter(possibleWithFrr), frrSide);
