import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { TalkerAnswer, TalkerRequest } from "./talker.ts";

/** Hosts on one LAN, each a network namespace, joined by a bridge in a namespace of its own; no way leads out. */
export interface Lan {
  /** The namespace of a host. */
  name(host: string): string;
  /** Another host with this address and prefix length on eth0. */
  add(host: string, address: string): void;
  /** Runs `ip` for the host. */
  ip(host: string, ...words: string[]): void;
  /** Runs a program on the host and returns its output. */
  run(host: string, program: string, ...words: string[]): string;
  sysctl(host: string, settings: Readonly<Record<string, string | number>>): void;
  /** One request at a time to each host. */
  talk(host: string, request: TalkerRequest): Promise<TalkerAnswer>;
  remove(): Promise<void>;
}

const ip = (...words: string[]): void => {
  execFileSync("ip", words, { stdio: ["ignore", "ignore", "pipe"] });
};

const TALKER = fileURLToPath(new URL("./talker.ts", import.meta.url));

export const createLan = (prefix: string): Lan => {
  const wires = `${prefix}-lan`;
  const namespaces = [wires];
  const talkers = new Map<string, ChildProcess>();
  const name = (host: string): string => `${prefix}-${host}`;
  const run = (host: string, program: string, ...words: string[]): string =>
    execFileSync("ip", ["netns", "exec", name(host), program, ...words], { encoding: "utf8" });

  ip("netns", "add", wires);
  ip("-n", wires, "link", "add", "br0", "type", "bridge");
  ip("-n", wires, "link", "set", "br0", "up");

  const talker = (host: string): ChildProcess => {
    const known = talkers.get(host);
    if (known) return known;
    const child = fork(TALKER, [], {
      execPath: "ip",
      execArgv: ["netns", "exec", name(host), process.execPath, "--disable-warning=ExperimentalWarning"],
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    talkers.set(host, child);
    return child;
  };

  return {
    name,
    ip: (host, ...words) => ip("-n", name(host), ...words),
    run,
    add: (host, address) => {
      ip("netns", "add", name(host));
      namespaces.push(name(host));
      ip("-n", name(host), "link", "add", "eth0", "type", "veth", "peer", "name", host, "netns", wires);
      ip("-n", wires, "link", "set", host, "master", "br0", "up");
      ip("-n", name(host), "address", "add", address, "dev", "eth0");
      for (const device of ["lo", "eth0"]) ip("-n", name(host), "link", "set", device, "up");
    },
    sysctl: (host, settings) => {
      run(host, "sysctl", "-q", "-w", ...Object.entries(settings).map(([key, value]) => `net.ipv4.${key}=${value}`));
    },
    talk: async (host, request) => {
      const child = talker(host);
      child.send(request);
      const [answer] = (await once(child, "message")) as [TalkerAnswer];
      return answer;
    },
    remove: async () => {
      for (const child of talkers.values()) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        child.kill("SIGKILL");
        await once(child, "exit");
      }
      for (const namespace of namespaces) ip("netns", "delete", namespace);
    },
  };
};
