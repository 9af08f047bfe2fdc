import { formatEndpoint } from "@baton/shared/net/endpoint.ts";
import { oncePer } from "./once-per.ts";
import type { Destination, ServiceId } from "./table.ts";

/** "TCP 192.168.1.100:3306"; a firewall mark is "FWM 5", for IPv6 "FWM 5 IPv6", as ipvsadm prints it. */
export const serviceKey = oncePer((id: ServiceId): string => {
  if (id.kind === "address") return `${id.protocol} ${formatEndpoint(id)}`;
  return id.family === "inet6" ? `FWM ${id.mark} IPv6` : `FWM ${id.mark}`;
});

export const destinationKey = (destination: Pick<Destination, "address" | "port">): string =>
  formatEndpoint(destination);

/** The key that a server had last: ten thousand are asked for again and again. */
const known = new WeakMap<object, { readonly service: string; readonly key: string }>();

/** A real server of one virtual server: "TCP 192.168.1.100:3306 -> 192.168.1.5:3306". */
export const realServerKey = (service: string, destination: Pick<Destination, "address" | "port">): string => {
  const before = known.get(destination);
  if (before?.service === service) return before.key;
  const key = `${service} -> ${destinationKey(destination)}`;
  known.set(destination, { service, key });
  return key;
};
