import type { RealServer, VirtualServer } from "@baton/shared/config/model.ts";
import type { ServiceAddress } from "@baton/shared/config/model-service.ts";
import { familyOf } from "@baton/shared/net/ip-address.ts";
import { serviceKey } from "./key.ts";
import { oncePer } from "./once-per.ts";
import type { ServiceId } from "./table.ts";

/** One service of a virtual server: what a client talks to, and what the table knows it by. */
export interface OwnService {
  readonly address: string;
  readonly port: number;
  readonly id: ServiceId;
}

const idOf = ({ protocol }: Pick<VirtualServer, "protocol">, { address, port, mark }: ServiceAddress): ServiceId =>
  mark === undefined
    ? { kind: "address", protocol, address, port }
    : { kind: "fwmark", mark, family: familyOf(address) };

/** The services a virtual server puts into the table: one, or those of its group. */
export const servicesOf = oncePer((server: VirtualServer): readonly OwnService[] =>
  (server.group?.services ?? [server]).map((service) => ({
    address: service.address,
    port: service.port,
    id: idOf(server, service),
  })),
);

/** Whether some address that its clients talk to is among these; a mark has none. */
export const hasAddress = (server: VirtualServer, holds: (address: string) => boolean): boolean =>
  (server.group?.marked ?? server.group?.services ?? [server]).some(
    ({ address, mark }) => mark === undefined && holds(address),
  );

/** Its name in facts, events and commands: the service's key, or "TCP group web". */
export const virtualServerKey = oncePer((server: VirtualServer): string =>
  server.group ? `${server.protocol} group ${server.group.name}` : serviceKey(idOf(server, server)),
);

/** Where packets for a server go. DR and TUN can't change the port, so the service's own is used: 0 for a mark's. */
export const placeOf = (
  service: Pick<ServiceAddress, "port">,
  { address, port, forwarding }: Pick<RealServer, "address" | "port" | "forwarding">,
) => ({ address, port: forwarding === "NAT" ? port : service.port });
