import { mustRun, runCommand } from "@baton/e2e/lab/command.ts";
import { OWN } from "./matrix.ts";

/** Two hosts on a cable, with no way out. IPv6 addresses are given, so that nothing waits for their detection. */
export interface Cable {
  namespace(side: "baton" | "peer"): string;
  /** Every address on the host. */
  addresses(side: "baton" | "peer"): Promise<ReadonlySet<string>>;
  remove(): Promise<void>;
}

interface Listed {
  /** FRR leaves a backup's addresses on an interface that it holds down. */
  readonly proto_down?: boolean;
  readonly addr_info: readonly { readonly local: string }[];
}

const setUp = async (tag: string): Promise<void> => {
  const sides = ["baton", "peer"] as const;
  for (const side of sides) await mustRun(["ip", "netns", "add", `${tag}-${side}`]);
  const [here, there] = sides.map((side) => `${tag}-${side}`) as [string, string];
  await mustRun(["ip", "-n", here, "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", there]);
  for (const side of sides) {
    const inside = ["ip", "-n", `${tag}-${side}`];
    await mustRun([...inside, "link", "set", "eth0", "addrgenmode", "none"]);
    await mustRun([...inside, "address", "add", `${OWN[side].IPv4}/24`, "dev", "eth0"]);
    await mustRun([...inside, "address", "add", `${OWN[side].IPv6}/64`, "dev", "eth0", "nodad"]);
    for (const name of ["lo", "eth0"]) await mustRun([...inside, "link", "set", name, "up"]);
  }
};

export const createCable = async (): Promise<Cable> => {
  const tag = `interop-${process.pid}`;
  const remove = async (): Promise<void> => {
    for (const side of ["baton", "peer"]) await runCommand(["ip", "netns", "del", `${tag}-${side}`]);
  };
  try {
    await setUp(tag);
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    namespace: (side) => `${tag}-${side}`,
    addresses: async (side) => {
      const listing = await mustRun(["ip", "-n", `${tag}-${side}`, "-d", "-j", "address", "show"]);
      const links = JSON.parse(listing) as readonly Listed[];
      return new Set(
        links.flatMap(({ proto_down, addr_info }) => (proto_down ? [] : addr_info.map(({ local }) => local))),
      );
    },
    remove,
  };
};
