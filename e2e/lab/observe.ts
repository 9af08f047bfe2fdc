import * as z from "zod";
import { mustRun } from "./command.ts";
import { type HostName, namespaceName, VIP } from "./topology.ts";

const linksSchema = z.array(
  z.object({
    ifname: z.string().optional(),
    addr_info: z.array(z.object({ local: z.string().optional() })).optional(),
  }),
);

/** Whether that host's eth0 carries the VIP now, by its kernel. */
export const heldBy = async (labId: string, host: HostName): Promise<boolean> => {
  const listing = await mustRun(["ip", "-n", namespaceName(labId, host), "-j", "addr", "show", "dev", "eth0"]);
  const links = linksSchema.parse(JSON.parse(listing));
  return links.some((link) => link.addr_info?.some((address) => address.local === VIP) ?? false);
};

/** The directors whose kernels hold the VIP now. */
export const holders = async (labId: string): Promise<("lvs1" | "lvs2")[]> => {
  const directors = ["lvs1", "lvs2"] as const;
  const held = await Promise.all(directors.map((host) => heldBy(labId, host)));
  return directors.filter((_, index) => held[index]);
};
