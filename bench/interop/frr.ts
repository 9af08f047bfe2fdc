import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { mustRun, runCommand } from "@baton/e2e/lab/command.ts";
import { type LabProcess, spawnInNamespace, stopProcess } from "@baton/e2e/lab/processes.ts";
import { env, find } from "@baton/e2e/vm/debian.ts";
import { addressOf, type Case } from "./matrix.ts";
import type { Side } from "./sides.ts";

/** FRR's vrrpd knows multicast and no password, and wants a macvlan with the virtual router's MAC for each address. */

export const possibleWithFrr = ({ way, authentication }: Case): boolean =>
  way === "multicast" && authentication === "none";

/** Null: not installed. */
const program = (name: string): string | null => find(name);

export const hasFrr = (): boolean => program("zebra") !== null && program("vrrpd") !== null;

const hex = (value: number): string => value.toString(16).padStart(2, "0");

const macvlan = (each: Case): string => `vrrp-${each.virtualRouterId}`;

/** RFC 5798 section 7.3 */
const mac = ({ family, virtualRouterId }: Case): string =>
  `00:00:5e:00:0${family === "IPv4" ? 1 : 2}:${hex(virtualRouterId)}`;

/** A link-local address of its own is what FRR sends adverts over IPv6 from. */
const addMacvlan = async (namespace: string, each: Case): Promise<void> => {
  const name = macvlan(each);
  const inside = ["ip", "-n", namespace];
  await mustRun([...inside, "link", "add", name, "link", "eth0", "type", "macvlan", "mode", "bridge"]);
  await mustRun([...inside, "link", "set", name, "addrgenmode", "none"]);
  await mustRun([...inside, "link", "set", name, "address", mac(each)]);
  const length = each.family === "IPv4" ? 24 : 64;
  await mustRun([...inside, "address", "add", `${addressOf(each)}/${length}`, "dev", name, ...nodad(each)]);
  if (each.family === "IPv6")
    await mustRun([...inside, "address", "add", `fe80::5e:${hex(each.virtualRouterId)}/64`, "dev", name, "nodad"]);
  await mustRun([...inside, "link", "set", name, "up"]);
};

const nodad = ({ family }: Case): readonly string[] => (family === "IPv6" ? ["nodad"] : []);

const configuration = (cases: readonly Case[]): string => {
  const lines = cases.flatMap((each) => {
    const router = ` vrrp ${each.virtualRouterId}`;
    return [
      `${router} version ${each.version}`,
      `${router} priority ${each.master === "peer" ? 150 : 50}`,
      `${router} advertisement-interval ${each.version === 2 ? 1000 : 200}`,
      `${router} ${each.family === "IPv4" ? "ip" : "ipv6"} ${addressOf(each)}`,
    ];
  });
  return ["interface eth0", ...lines, ""].join("\n");
};

/**
 * The daemons insist on a group that only FRR's own installation creates; inside a mount namespace of their own
 * /etc/group has it. The words after the script are its arguments.
 */
const AS_INSTALLED = 'mount --bind "$1" /etc/group && shift && exec "$@"';
const GROUPS = "root:x:0:root\nfrr:x:990:\nfrrvty:x:991:root\n";

export const frrSide = async (namespace: string, folder: string, cases: readonly Case[]): Promise<Side> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const at = (name: string): string => path.join(folder, name);
  await writeFile(at("group"), GROUPS);
  await writeFile(at("vrrpd.conf"), configuration(cases));
  await writeFile(at("zebra.conf"), "");
  for (const each of cases) await addMacvlan(namespace, each);
  const running: LabProcess[] = [];
  const run = async (name: string): Promise<void> => {
    const argv = [
      ...["unshare", "--mount", "--propagation", "private", "sh", "-c", AS_INSTALLED, "sh", at("group")],
      ...[program(name) ?? name, "-u", "root", "-g", "root", "--vty_socket", folder, "-z", at("zebra.api")],
      ...["-i", at(`${name}.pid`), "-P", "0", "-f", at(`${name}.conf`), "--log", "stdout"],
    ];
    running.push(await spawnInNamespace({ name, namespace, argv, logFile: at("log"), env: frrEnv(), cwd: folder }));
  };
  return {
    logFile: at("log"),
    start: async () => {
      await run("zebra");
      await run("vrrpd");
    },
    stop: async () => {
      for (const each of running.splice(0).reverse()) await stopProcess(each, 5000);
      // Its leftovers would count as held.
      for (const each of cases)
        await runCommand(["ip", "-n", namespace, "link", "set", macvlan(each), "protodown", "on"]);
    },
  };
};

const frrEnv = (): NodeJS.ProcessEnv => {
  const base = env();
  const zebra = program("zebra") ?? "";
  const root = zebra.slice(0, zebra.indexOf("/usr/lib/frr"));
  return { ...base, LD_LIBRARY_PATH: `${base.LD_LIBRARY_PATH}:${root}/usr/lib/x86_64-linux-gnu/frr` };
};
