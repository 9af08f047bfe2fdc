import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { type ConformanceFile, conformanceFiles, differences } from "../conformance-files.testing.ts";
import { Keepalived, keepalivedProblem } from "./integration/keepalived.ts";
import { networkProblem } from "./integration/network.ts";
import { VrrpProcess } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

/**
 * Every file of the conformance set that both programs accept gives the same addresses once its instances are master.
 * A chosen part runs always, the whole with BATON_CONFORMANCE=all.
 */

const CHOSEN = new Set([
  "valid/address-twice.conf",
  "valid/addresses-excluded.conf",
  "valid/addresses-ipv6.conf",
  "valid/addresses-with-options.conf",
  "valid/list-of-instances.conf",
  "valid/macro-several-lines.conf",
  "valid/owner.conf",
  "valid/sequence-of-addresses.conf",
  "valid/static-addresses.conf",
  "valid/strict.conf",
  "valid/unicast.conf",
  "valid/version-3-fast.conf",
  "samples/keepalived.conf.vrrp.static_ipaddress",
  "samples/keepalived.conf.vrrp.sync",
]);
const AT_ONCE = 8;
/** Generous, for a busy machine; both being master ends it at once. */
const MASTER_MS = 60_000;

const problem = networkProblem() ?? keepalivedProblem();
if (problem !== null) console.warn(`skipped: ${problem}`);

const files = conformanceFiles()
  .filter(({ model }) => model.vrrpInstances.length > 0)
  .filter(({ name }) => process.env.BATON_CONFORMANCE === "all" || CHOSEN.has(name));

const run = promisify(execFile);
const ip = async (...args: readonly string[]): Promise<string> => (await run("ip", args)).stdout;

/** At the other ends of these cables nobody listens; the fixed MAC makes the link-local addresses of both sides equal. */
const LINKS = ["eth0", "eth1", "eth2", "eth3", "eth0.1"];

const makeHost = async (namespace: string): Promise<void> => {
  await ip("netns", "add", namespace);
  await ip("-n", namespace, "link", "set", "lo", "up");
  for (const [index, link] of LINKS.entries()) {
    const mac = `02:00:00:00:00:0${index + 1}`;
    await ip("-n", namespace, "link", "add", link, "address", mac, "type", "veth", "peer", "name", `peer${index}`);
    await ip("-n", namespace, "link", "set", `peer${index}`, "up");
    await ip("-n", namespace, "address", "add", `192.168.${index + 1}.2/24`, "dev", link);
    await ip("-n", namespace, "link", "set", link, "up");
  }
};

interface Link {
  readonly ifname: string;
  readonly addr_info: readonly Readonly<Record<string, unknown>>[];
}

/**
 * Without what tells one run from another: a lifetime that runs down is "limited". Of several instances whose addresses
 * share a network, `secondary` says only which became master first.
 */
const addresses = async (namespace: string, { model }: ConformanceFile): Promise<readonly string[]> => {
  const links = JSON.parse(await ip("-n", namespace, "-j", "address", "show")) as readonly Link[];
  const plain = (key: string, value: unknown): unknown => {
    if (key === "secondary" && model.vrrpInstances.length > 1) return undefined;
    const runsDown = /_life_time$/.test(key) && typeof value === "number" && value !== 0 && value < 2 ** 31;
    return runsDown ? "limited" : value;
  };
  return links
    .filter(({ ifname }) => !ifname.startsWith("peer"))
    .flatMap(({ ifname, addr_info }) => addr_info.map((each) => `${ifname} ${JSON.stringify(each, plain)}`))
    .toSorted();
};

interface Outcome {
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

let hosts = 0;

const compare = async (file: ConformanceFile): Promise<Outcome> => {
  const tag = `cfg-${process.pid}-${hosts++}`;
  const [a, b] = [`${tag}a`, `${tag}b`];
  try {
    await Promise.all([makeHost(a), makeHost(b)]);
    return await race(a, b, file);
  } finally {
    await Promise.allSettled([ip("netns", "del", a), ip("netns", "del", b)]);
  }
};

/** Until both agree twice with keepalived being master of everything, or the time is over. */
const race = async (a: string, b: string, file: ConformanceFile): Promise<Outcome> => {
  const { text, model } = file;
  const base = await addresses(a, file);
  const ours = new VrrpProcess(a, model);
  const theirs = new Keepalived(b, text, ["-i", "lvs1"]);
  try {
    const end = performance.now() + MASTER_MS;
    let seen: Outcome = { ours: base, theirs: base };
    let agreed = 0;
    while (performance.now() < end && agreed < 2) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      seen = { ours: await addresses(a, file), theirs: await addresses(b, file) };
      const isMaster = seen.theirs.length > base.length && theirs.masters() === model.vrrpInstances.length;
      agreed = isMaster && seen.ours.join("\n") === seen.theirs.join("\n") ? agreed + 1 : 0;
    }
    return seen;
  } finally {
    ours.kill();
    await Promise.all([theirs.stop(), until("ours to end", () => ours.exitCode !== null)]);
  }
};

describe.skipIf(problem !== null)("the addresses of keepalived and of Baton as master", { timeout: 300_000 }, () => {
  const outcomes = new Map<string, Outcome>();

  const work = async (waiting: ConformanceFile[]): Promise<void> => {
    for (let file = waiting.shift(); file; file = waiting.shift()) outcomes.set(file.name, await compare(file));
  };

  beforeAll(async () => {
    const waiting = [...files];
    await Promise.all(Array.from({ length: AT_ONCE }, () => work(waiting)));
  }, 300_000);

  test.each(files)("$name", ({ name }) => {
    const { ours, theirs } = outcomes.get(name) ?? { ours: ["not looked at"], theirs: [] };
    if (differences("addresses").has(name)) expect(ours).not.toEqual(theirs);
    else expect(ours).toEqual(theirs);
  });
});
