import { mustRun, runCommand } from "@baton/e2e/lab/command.ts";

/** Two hosts on a cable, with no way out. */
export interface Wire {
  readonly a: string;
  readonly b: string;
  /** Packets that a host has sent on the cable so far. */
  sent(namespace: string): Promise<number>;
  processes(namespace: string): Promise<readonly number[]>;
  remove(): Promise<void>;
}

const setUp = async (a: string, b: string): Promise<void> => {
  for (const name of [a, b]) await mustRun(["ip", "netns", "add", name]);
  await mustRun(["ip", "-n", a, "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", b]);
  for (const [name, address] of [
    [a, "10.98.0.1/16"],
    [b, "10.98.0.2/16"],
  ] as const) {
    // Without IPv6 nothing but what is measured is on the cable.
    await mustRun(["ip", "-n", name, "link", "set", "eth0", "addrgenmode", "none"]);
    await mustRun(["ip", "-n", name, "address", "add", address, "dev", "eth0"]);
    for (const device of ["lo", "eth0"]) await mustRun(["ip", "-n", name, "link", "set", device, "up"]);
  }
};

export const createWire = async (): Promise<Wire> => {
  const [a, b] = [`vb-${process.pid}-a`, `vb-${process.pid}-b`];
  const remove = async (): Promise<void> => {
    for (const name of [a, b]) await runCommand(["ip", "netns", "del", name]);
  };
  try {
    await setUp(a, b);
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    a,
    b,
    sent: async (namespace) => {
      const listing = await mustRun(["ip", "-n", namespace, "-s", "-j", "link", "show", "dev", "eth0"]);
      const [link] = JSON.parse(listing) as readonly {
        readonly stats64: { readonly tx: { readonly packets: number } };
      }[];
      return link?.stats64.tx.packets ?? Number.NaN;
    },
    processes: async (namespace) =>
      (await mustRun(["ip", "netns", "pids", namespace])).split("\n").map(Number).filter(Boolean),
    remove,
  };
};
