import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { IPVSADM, type Keepalived, startKeepalived, whyNoPeer } from "./testbed/keepalived.ts";
import { createTestbed, type Services, type Testbed } from "./testbed/namespace.ts";
import { modelFrom } from "./testbed/parity-rows.ts";
import { UNHURRIED_MS, until } from "../../testing/until.ts";

/** The same happens to keepalived and to Baton, side by side: after each step the tables are the same, and so is the order of what the logs tell. */

const reason = await whyNoPeer();
if (reason) console.warn(`skipped: ${reason}`);

const VIP = "192.168.1.100";
const SERVERS = ["192.168.1.5", "192.168.1.6", "192.168.1.7"] as const;
const [DB1, DB2, DB3] = SERVERS;

interface Pool {
  readonly options?: string;
  /** Weights by address. */
  readonly servers?: Readonly<Record<string, number>>;
}

const check = "TCP_CHECK {\n connect_timeout 5\n retry 1\n delay_before_retry 1\n warmup 0\n }";
const WHOLE = { [DB1]: 3, [DB2]: 3, [DB3]: 2 };

/** Two services on the same servers: one with a stand-in and a quorum, one that keeps the dead with weight 0. */
const configuration = ({ options = "lb_algo wrr\n persistence_timeout 50", servers = WHOLE }: Pool): string => {
  const pool = (inhibit: string): string =>
    Object.entries(servers)
      .map(([address, weight]) => `real_server ${address} 3306 {\n weight ${weight}\n ${inhibit}\n ${check}\n }`)
      .join("\n");
  const head = (port: number): string =>
    `virtual_server ${VIP} ${port} {\n delay_loop 1\n ${options}\n lb_kind NAT\n protocol TCP`;
  return `${head(3306)}
 quorum 4
 hysteresis 1
 sorry_server 192.168.1.9 3306
${pool("")}
}
${head(3307)}
${pool("inhibit_on_failure")}
}`;
};

const removing = (server: string): string => `Removing service [${server}]:3306 from VS [${VIP}]:3306`;
const adding = (server: string): string => `Adding service [${server}]:3306 to VS [${VIP}]:3306`;

/**
 * What the logs tell of one service, in the words of keepalived 1.2. 2.2.7 puts the protocol into every name, and has
 * another word for a removal at the end.
 */
const told = (log: string): readonly string[] =>
  log
    .replaceAll(":tcp:", ":")
    .replaceAll("Shutting down service", "Removing service")
    .split("\n")
    .flatMap(
      (line) => /(?:Adding|Removing|Lost|Gained) .*VS \[192\.168\.1\.100\]:3306$/.exec(line.trimEnd())?.[0] ?? [],
    );

describe.skipIf(reason !== null)("a sequence, beside keepalived", () => {
  const names = { theirs: `ipv-sk-${process.pid}`, ours: `ipv-sb-${process.pid}` };
  let beds: readonly Testbed[] = [];
  let keepalived: Keepalived;
  let baton: Services;
  let heard = [0, 0];

  const tables = (): readonly string[] => beds.map((bed) => bed.run(IPVSADM, "-Sn"));
  const onBoth = (type: "listen" | "close", address: string) =>
    Promise.all(beds.map((bed) => bed.inside.ask({ type, address })));

  /** Waits until both tables are what the step is about, and compares all of both. */
  const become = async (what: string, isThere: (table: string) => boolean): Promise<void> => {
    await until(what, () => tables().every(isThere), { everyMs: UNHURRIED_MS }).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${tables().join("\n")}\n${keepalived.log()}\n${baton.log()}`);
    });
    const [theirs, ours] = tables();
    expect(ours, what).toBe(theirs);
  };

  const words = () => [keepalived.log(), baton.log()].map((log, side) => told(log).slice(heard[side]));

  /** So many words since the last call, the same on both sides; a log comes by a pipe, later than what it tells of. */
  const nextWords = async (count: number): Promise<readonly string[]> => {
    await until(`${count} words`, () => words().every((own) => own.length >= count)).catch(() => {});
    const [theirs = [], ours = []] = words();
    expect(ours).toEqual(theirs);
    heard = heard.map((from) => from + count);
    return ours;
  };

  const entry = (port: number, server: string, weight: number): string =>
    `-a -t ${VIP}:${port} -r ${server}:3306 -m -w ${weight}\n`;
  const isUp = (server: string, weight: number) => (table: string) =>
    table.includes(entry(3306, server, weight)) && table.includes(entry(3307, server, weight));
  const isDown = (server: string) => (table: string) =>
    !table.includes(`${VIP}:3306 -r ${server}:`) && table.includes(entry(3307, server, 0));
  const down = async (server: string): Promise<void> => {
    await onBoth("close", server);
    await become(`${server} out`, isDown(server));
  };
  const up = async (server: string, weight: number): Promise<void> => {
    await onBoth("listen", server);
    await become(`${server} back`, isUp(server, weight));
  };
  const reload = (pool: Pool): void => {
    keepalived.reload(configuration(pool));
    baton.send({ type: "reload", model: modelFrom(configuration(pool)) });
  };

  beforeAll(async () => {
    beds = [names.theirs, names.ours].map((name) => createTestbed(name, [...SERVERS, VIP]));
    for (const address of SERVERS) await onBoth("listen", address);
    keepalived = startKeepalived(names.theirs, configuration({}));
    const [, own] = beds;
    if (own) baton = own.start(modelFrom(configuration({})));
    await become("all servers", (table) => SERVERS.every((server) => isUp(server, WHOLE[server] ?? 0)(table)));
    // What is told of the start is another matter: keepalived tells of every quorum it begins with.
    heard = [keepalived.log(), baton.log()].map((log) => told(log).length);
  });

  afterAll(async () => {
    await keepalived?.stop();
    for (const bed of beds) await bed.remove();
  });

  test("a server dies and returns, and again", async () => {
    for (const _ of [1, 2]) {
      await down(DB2);
      await up(DB2, 3);
    }
    expect(await nextWords(4)).toEqual([removing(DB2), adding(DB2), removing(DB2), adding(DB2)]);
  });

  test("the quorum is lost, the stand-in serves; it is regained", async () => {
    await down(DB1);
    await onBoth("close", DB2);
    await become("the stand-in alone", (table) =>
      table.includes(`-A -t ${VIP}:3306 -s wrr -p 50\n${entry(3306, "192.168.1.9", 1)}-A`),
    );
    await onBoth("listen", DB1);
    await become("the quorum", (table) => isUp(DB1, 3)(table) && !table.includes("192.168.1.9"));
    await up(DB2, 3);
    expect(await nextWords(10)).toContain(`Lost quorum 4-1=3 > 2 for VS [${VIP}]:3306`);
  });

  test("reloads: scheduler, persistence, weights, a server less, a server more", async () => {
    const options = "lb_algo rr\n persistence_timeout 100";
    reload({ options, servers: { [DB1]: 7, [DB2]: 3 } });
    await become("the new file", (table) => isUp(DB1, 7)(table) && !table.includes(DB3) && table.includes("-p 100"));
    reload({ options: "lb_algo wlc", servers: { [DB3]: 2, [DB1]: 3 } });
    await become("the newer file", (table) => isUp(DB3, 2)(table) && !table.includes(DB2) && !table.includes("-p "));
    reload({});
    await become("the first file", (table) => SERVERS.every((server) => isUp(server, WHOLE[server] ?? 0)(table)));
    expect(await nextWords(2)).toEqual([DB3, DB2].map((server) => removing(server)));
  });

  test("SIGTERM leaves nothing, server after server", async () => {
    baton.send({ type: "stop" });
    expect(await baton.exited).toBe(0);
    await keepalived.stop();
    expect(tables()).toEqual(["", ""]);
    expect(await nextWords(3)).toEqual(SERVERS.map(removing));
  });
});
