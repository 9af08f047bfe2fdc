import { execFileSync } from "node:child_process";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { IPVSADM, type Keepalived, startKeepalived, whyNoPeer } from "./testbed/keepalived.ts";
import { createTestbed, type Services, type Testbed } from "./testbed/namespace.ts";
import { modelFrom } from "./testbed/parity-rows.ts";
import { UNHURRIED_MS, until } from "../../testing/until.ts";

/** What exit statuses and files say of weights: keepalived and Baton read the same files and come to the same table. */

const reason = await whyNoPeer();
if (reason) console.warn(`skipped: ${reason}`);

const folder = reason === null ? mkdtempSync(join(tmpdir(), "sv-w-")) : "";
const script = join(folder, "status.sh");

/** Never seen half written. */
const put = (values: Readonly<Record<string, number>>): void => {
  for (const [name, value] of Object.entries(values)) {
    writeFileSync(join(folder, "new"), `${value}\n`);
    renameSync(join(folder, "new"), join(folder, name));
  }
};

const misc = (name: string): string =>
  `MISC_CHECK {\n misc_path "${script} ${join(folder, name)}"\n misc_timeout 20\n misc_dynamic\n warmup 0\n}`;
const file = (name: string, weight: number): string => `FILE_CHECK {\n track_file ${name}\n weight ${weight}\n}`;
const server = (last: number, ...checks: readonly string[]): string =>
  `real_server 10.1.0.${last} 80 {\n weight 10\n ${checks.join("\n")}\n}`;

const CONFIGURATION = `global_defs {
 script_user root
}
${["f", "g"].map((name) => `track_file ${name} {\n file ${join(folder, name)}\n}`).join("\n")}
virtual_server 10.1.0.1 80 {
 lb_algo wrr
 lb_kind NAT
 protocol TCP
 delay_loop 1
 ${server(5, misc("a"), misc("b"))}
 ${server(6, file("f", 1), file("g", -3))}
 ${server(7, file("f", 1), misc("c"))}
 ${server(8, file("g", 0))}
}`;

/** The weights of .5, .6, .7 and .8; null for one that is not in the table. */
type Weights = readonly (number | null)[];

const tableOf = (weights: Weights): string =>
  [
    "-A -t 10.1.0.1:80 -s wrr\n",
    ...weights.map((weight, index) =>
      weight === null ? "" : `-a -t 10.1.0.1:80 -r 10.1.0.${5 + index}:80 -m -w ${weight}\n`,
    ),
  ].join("");

describe.skipIf(reason !== null)("weights beside keepalived's", () => {
  const namespaces = ["ka", "ba"].map((side) => `sv-${side}-${process.pid}`);
  const beds: Testbed[] = [];
  let keepalived: Keepalived | null = null;
  let baton: Services | null = null;

  const tables = (): readonly string[] =>
    namespaces.map((name) =>
      execFileSync("ip", ["netns", "exec", name, IPVSADM, "-Sn"], { encoding: "utf8" }).split("\n").sort().join("\n"),
    );

  const become = (weights: Weights): Promise<void> => {
    const wanted = tableOf(weights).split("\n").sort().join("\n");
    return until(`both tables with ${JSON.stringify(weights)}`, () => tables().every((table) => table === wanted), {
      everyMs: UNHURRIED_MS,
    }).catch((error: unknown) => expect(tables(), String(error)).toEqual([wanted, wanted]));
  };

  beforeAll(async () => {
    writeFileSync(script, "#!/bin/sh\nread -r status < $1\nexit $status\n", { mode: 0o755 });
    put({ a: 0, b: 0, c: 0, f: 0, g: 0 });
    for (const namespace of namespaces) beds.push(createTestbed(namespace, []));
    keepalived = startKeepalived(namespaces[0] ?? "", CONFIGURATION);
    baton = beds[1]?.start(modelFrom(CONFIGURATION)) ?? null;
    await become([10, 10, 10, 10]);
  });

  afterAll(async () => {
    await keepalived?.stop();
    baton?.send({ type: "stop" });
    await baton?.exited;
    for (const bed of beds) await bed.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each<[string, Readonly<Record<string, number>>, Weights]>([
    ["each moves the weight by its own difference", { a: 7, b: 9, c: 7, f: 5, g: 1 }, [2, 12, 10, null]],
    ["status 0 takes back, a file may take all", { a: 0, c: 0, f: -20, g: 0 }, [7, 0, 0, 10]],
    ["status 1 takes the server out, a file may give any number", { b: 1, f: 65_536 }, [null, 65_546, 65_546, 10]],
    ["nothing is left of all that", { b: 0, f: 0 }, [10, 10, 10, 10]],
  ])("%s", async (_, values, weights) => {
    put(values);
    await become(weights);
  });
});
