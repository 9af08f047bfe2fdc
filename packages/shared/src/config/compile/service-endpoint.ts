import { parseIpAddress } from "../../net/ip-address.ts";
import type { Token } from "../lexer.ts";
import type { ForwardingMethod } from "../model.ts";
import type { VirtualServerGroup } from "../model-service.ts";
import type { Complaints } from "./reader.ts";

/** An address with or without a port, as virtual_server, real_server and sorry_server take it. */
export interface Head {
  readonly address: string;
  /** Of a virtual server by firewall mark. */
  readonly mark?: number;
  /** Of a virtual server by group. */
  readonly group?: VirtualServerGroup;
  /** Null: not given. */
  readonly port: number | null;
}

export const endpointOf = (first: Token, second: Token | undefined, say: Complaints): Head | null => {
  const address = parseIpAddress(first.value);
  if (!address.ok) {
    const joined = /^(\d{1,3}(?:\.\d{1,3}){3}):(\d{1,5})$/.exec(first.value);
    const hint = joined
      ? `a space stands before the port: ${joined[1]} ${joined[2]}`
      : "host names are not looked up; write the address";
    say.error(first, "config.bad-address", address.error, hint);
    return null;
  }
  if (!second) return { address: address.value.text, port: null };
  if (/^\d{1,5}$/.test(second.value) && Number(second.value) <= 65535)
    return { address: address.value.text, port: Number(second.value) };
  say.error(second, "config.bad-value", `'${second.value.slice(0, 60)}' is not a port: 1 to 65535 is`);
  return null;
};

/** DR and TUN cannot change the port, so the kernel takes the service's. */
export const serverPort = (
  head: Head,
  at: Token | undefined,
  servicePort: number,
  forwarding: ForwardingMethod,
  say: Complaints,
): number => {
  const port = head.port ?? servicePort;
  if (forwarding === "NAT" || port === servicePort) return port;
  if (at)
    say.warning(at, "config.port-forced", `${forwarding} cannot change the port: ${port} is taken as ${servicePort}`);
  return servicePort;
};
