import { errorText } from "@baton/shared/base/error-text.ts";
import { execFileSync } from "node:child_process";

/**
 * A network of its own for a test: one namespace for each host, joined by a bridge in another one, with no route out.
 * Everything is deleted with `remove`.
 */
export interface TestNetwork {
  /** The namespace of a host. */
  namespace(host: string): string;
  ip(host: string, ...args: readonly string[]): string;
  /** Unplugs the host's cable, or plugs it in again. */
  cable(host: string, state: "up" | "down"): void;
  /** The MAC addresses that the switch has seen from the host. */
  learned(host: string): readonly string[];
  remove(): void;
}

const run = (...args: readonly string[]): string => execFileSync("ip", args, { encoding: "utf8", stdio: "pipe" });

/** A bare "a" would be read as an abbreviation of "address". */
const port = (host: string): string => `port-${host}`;

let networks = 0;

const inside = (namespace: string, ...args: readonly string[]): string => run("-n", namespace, ...args);

const build = (
  tag: string,
  bridge: string,
  hosts: Readonly<Record<string, string>>,
  namespaces: readonly string[],
): void => {
  for (const namespace of namespaces) {
    run("netns", "add", namespace);
    inside(namespace, "link", "set", "lo", "up");
  }
  inside(bridge, "link", "add", "br0", "type", "bridge", "mcast_snooping", "0");
  inside(bridge, "link", "set", "br0", "up");
  for (const [host, address] of Object.entries(hosts)) {
    const namespace = `${tag}-${host}`;
    inside(namespace, "link", "add", "eth0", "type", "veth", "peer", "name", port(host), "netns", bridge);
    inside(bridge, "link", "set", port(host), "master", "br0", "up");
    inside(namespace, "address", "add", address, "dev", "eth0");
    inside(namespace, "link", "set", "eth0", "up");
  }
};

/** `hosts`: name to address with prefix length, on the host's eth0. */
export const createNetwork = (hosts: Readonly<Record<string, string>>): TestNetwork => {
  const tag = `bvr-${process.pid}-${networks++}`;
  const bridge = `${tag}-sw`;
  const namespaces = [bridge, ...Object.keys(hosts).map((host) => `${tag}-${host}`)];
  const remove = (): void => {
    for (const namespace of namespaces) {
      try {
        run("netns", "del", namespace);
      } catch {}
    }
    process.off("exit", remove);
  };
  process.on("exit", remove);
  try {
    build(tag, bridge, hosts, namespaces);
  } catch (error) {
    remove();
    throw error;
  }
  return {
    namespace: (host) => `${tag}-${host}`,
    ip: (host, ...args) => inside(`${tag}-${host}`, ...args),
    cable: (host, state) => void inside(bridge, "link", "set", port(host), state),
    learned: (host) =>
      execFileSync("bridge", ["-n", bridge, "fdb", "show", "brport", port(host)], { encoding: "utf8" })
        .split("\n")
        .flatMap((line) => line.split(" ")[0] ?? []),
    remove,
  };
};

/** Why namespaces can't be made here, or null when they can. */
export const networkProblem = (): string | null => {
  if (process.getuid?.() !== 0) return "not root";
  const name = `bvr-${process.pid}-try`;
  try {
    run("netns", "add", name);
    run("netns", "del", name);
    return null;
  } catch (error) {
    return errorText(error);
  }
};
