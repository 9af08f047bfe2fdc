import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { IPVSADM, startKeepalived, whyNoPeer } from "./testbed/keepalived.ts";
import { modelOf } from "./testbed/model.ts";
import { createTestbed, type Testbed } from "./testbed/namespace.ts";
import { linesOf, modelFrom, placed, ROWS } from "./testbed/parity-rows.ts";
import { UNHURRIED_MS, until } from "../../testing/until.ts";

/** The same file given to keepalived and to Baton, each in a kernel table of its own, must leave the same, as ipvsadm prints it. */

const reason = await whyNoPeer();
if (reason) console.warn(`skipped: ${reason}`);

const OWN = "virtual_server 10.1.0.1 80 {\n lb_algo rr\n lb_kind NAT\n protocol TCP\n real_server 10.1.0.5 80 {\n }\n}";
const FOREIGN = "-A -t 10.9.0.1:80 -s rr\n";
/** What is common to all rows; the flushes are seen by a service that somebody else made. */
const GLOBALS = "global_defs {\n lvs_timeouts tcp 100 udp 30\n lvs_flush\n lvs_flush_on_stop VS\n}";
const FLUSHED = `global_defs {\n lvs_flush_on_stop\n}\n${OWN}`;

interface Side {
  readonly namespace: string;
  /** Starts the program; resolves with the way to end it. */
  readonly start: (text: string) => Promise<() => Promise<void>>;
}

/** What `ipvsadm` says while the program runs and after its end. */
interface Seen {
  readonly table: string;
  readonly timeouts: string;
  readonly after: string;
}

describe.skipIf(reason !== null)("the table of keepalived and of Baton", () => {
  const peer = `ipv-ka-${process.pid}`;
  let bed: Testbed;
  let log = "";

  const ipvsadm = (namespace: string, ...words: string[]): string =>
    execFileSync("ip", ["netns", "exec", namespace, IPVSADM, ...words], { encoding: "utf8" });
  const exported = (namespace: string): string => ipvsadm(namespace, "-Sn");

  /** The table that stands still for a second: neither program says when it is done. */
  const settled = async (namespace: string): Promise<string> => {
    let before = "";
    let since = Date.now();
    await until(
      "a table that stands still",
      () => {
        const now = exported(namespace);
        if (now !== before) since = Date.now();
        before = now;
        return now.includes("-r ") && Date.now() - since > 1000;
      },
      { everyMs: UNHURRIED_MS },
    );
    return before;
  };

  const foreign = (namespace: string): void => void ipvsadm(namespace, "-A", "-t", "10.9.0.1:80", "-s", "rr");

  /** A service of somebody else is there before, and comes again while the program runs. */
  const look = async ({ namespace, start }: Side, text: string): Promise<Seen> => {
    ipvsadm(namespace, "-C");
    foreign(namespace);
    ipvsadm(namespace, "--set", "900", "77", "300");
    const stop = await start(text);
    const table = await settled(namespace);
    const timeouts = ipvsadm(namespace, "-ln", "--timeout");
    if (!table.includes(FOREIGN)) foreign(namespace);
    await stop();
    return { table, timeouts, after: exported(namespace) };
  };

  const keepalived: Side = {
    namespace: peer,
    start: (text) => Promise.resolve(startKeepalived(peer, text).stop),
  };
  const baton: Side = {
    namespace: `ipv-ba-${process.pid}`,
    start: (text) => {
      const running = bed.start(modelFrom(text));
      return Promise.resolve(async () => {
        running.send({ type: "stop" });
        expect(await running.exited).toBe(0);
        log = running.log();
      });
    },
  };
  const both = (text: string): Promise<readonly Seen[]> => Promise.all([look(keepalived, text), look(baton, text)]);

  beforeAll(() => {
    execFileSync("ip", ["netns", "add", peer]);
    // Without a device that is up the kernel takes no IPv4 address for a real server's.
    execFileSync("ip", ["-n", peer, "link", "set", "lo", "up"]);
    bed = createTestbed(baton.namespace, []);
  });
  afterAll(async () => {
    await bed?.remove();
    execFileSync("ip", ["netns", "delete", peer]);
  });

  describe("row by row", () => {
    let theirs: Seen;
    let ours: Seen;
    beforeAll(async () => {
      const rows = ROWS.map((row, index) => placed(row.text, index));
      [theirs, ours] = (await both([GLOBALS, ...rows].join("\n"))) as [Seen, Seen];
    });

    test.each(ROWS.map(({ name }, row) => ({ name, row })))("$name", ({ row }) => {
      expect(linesOf(theirs.table, row).length).toBeGreaterThan(1);
      expect(linesOf(ours.table, row)).toEqual(linesOf(theirs.table, row));
    });

    test("nothing besides: lvs_flush took out what somebody else had made", () => {
      expect(ours.table.split("\n").sort()).toEqual(theirs.table.split("\n").sort());
      expect(ours.table).not.toContain(FOREIGN);
    });

    test("lvs_timeouts: what is given is set, the rest stays", () => {
      expect(ours.timeouts).toBe(theirs.timeouts);
      expect(ours.timeouts).toContain("100 77 30");
      expect(log).toContain("IPVS: connection timeouts are now tcp 100 s, udp 30 s");
    });

    test("lvs_flush_on_stop VS leaves the services of others alone", () => {
      expect(ours.after).toBe(theirs.after);
      expect(ours.after).toBe(FOREIGN);
    });
  });

  test("without lvs_flush others' services stay; with lvs_flush_on_stop nothing does", async () => {
    const [theirs, ours] = await both(FLUSHED);
    expect(ours).toEqual(theirs);
    expect(ours?.table).toContain(FOREIGN);
    expect(ours?.after).toBe("");
  });

  test("net_namespace_ipvs: the table is in the other namespace", async () => {
    const other = `ipv-ot-${process.pid}`;
    execFileSync("ip", ["netns", "add", other]);
    try {
      execFileSync("ip", ["-n", other, "link", "set", "lo", "up"]);
      const tables: string[][] = [];
      for (const side of [keepalived, baton]) {
        ipvsadm(side.namespace, "-C");
        const stop = await side.start(`net_namespace_ipvs ${other}\n${OWN}`);
        tables.push([await settled(other), exported(side.namespace)]);
        await stop();
        expect(exported(other)).toBe("");
      }
      expect(tables[1]).toEqual(tables[0]);
      expect(tables[1]?.[1]).toBe("");
    } finally {
      execFileSync("ip", ["netns", "delete", other]);
    }
  });

  test("a scheduler that this kernel does not have is named, and everything else is there", async () => {
    const text = `${OWN}\n${OWN.replace("10.1.0.1 80", "10.1.0.1 81").replace("lb_algo rr", "lb_algo twos")}`;
    const running = bed.start(modelFrom(text));
    const named = "ENOENT (this kernel has no scheduler twos)";
    await until("the sentence about the scheduler", () => running.log().includes(named));
    const own = "-A -t 10.1.0.1:80 -s rr\n-a -t 10.1.0.1:80 -r 10.1.0.5:80 -m -w 1\n";
    await until("the other service", () => exported(baton.namespace) === own);
    // A reload to a scheduler that is there needs no restart.
    running.send({ type: "reload", model: modelFrom(text.replace("twos", "wlc")) });
    await until("its new scheduler", () => exported(baton.namespace).includes("-A -t 10.1.0.1:81 -s wlc"));
    running.send({ type: "reload", model: modelOf() });
    await until("an empty table", () => exported(baton.namespace) === "");
    running.send({ type: "stop" });
    await running.exited;
  });
});
