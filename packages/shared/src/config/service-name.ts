import { familyOf } from "../net/ip-address.ts";
import type { VirtualServer } from "./model.ts";
import type { ServiceAddress } from "./model-service.ts";

type Named = Pick<VirtualServer, "protocol" | "group"> & ServiceAddress;

const nameOf = (protocol: string, { address, port, mark }: ServiceAddress): string =>
  mark === undefined ? `${protocol} ${address} port ${port}` : `fwmark ${mark} (${familyOf(address)})`;

/** A virtual server in sentences: "TCP 192.168.1.100 port 3306", "fwmark 5 (inet)", "TCP group web". */
export const serverName = (server: Named): string =>
  server.group ? `${server.protocol} group ${server.group.name}` : nameOf(server.protocol, server);

/** The names of the services it puts into the kernel's table: one, or those of its group. */
export const serviceNames = (server: Named): readonly string[] =>
  (server.group?.services ?? [server]).map((service) => nameOf(server.protocol, service));
