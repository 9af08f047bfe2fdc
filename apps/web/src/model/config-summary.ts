import { downTime } from "@baton/shared/config/compile/vrrp-instance.ts";
import { type ServerDetection, serverDetection } from "@baton/shared/config/detection-time.ts";
import type { ConfigModel, RealServer, VirtualServer, VrrpInstance } from "@baton/shared/config/model.ts";
import { serverName } from "@baton/shared/config/service-name.ts";

export interface InstanceSummary {
  readonly name: string;
  readonly vrid: number;
  readonly version: 2 | 3;
  readonly interface: string;
  readonly state: "MASTER" | "BACKUP";
  readonly priority: number;
  readonly addresses: readonly string[];
  /** Milliseconds. */
  readonly advertInterval: number;
  /** How long a dead master goes unnoticed by this director as its backup; milliseconds. */
  readonly detection: number;
}

export interface ServerSummary {
  readonly address: string;
  readonly port: number;
  readonly weight: number;
  /** Null: it is never probed. */
  readonly detection: ServerDetection | null;
}

export interface ServiceSummary {
  /** Of a group or a firewall mark, which have no one address: "TCP group web", "fwmark 5 (inet)". */
  readonly name: string | null;
  readonly protocol: string;
  readonly address: string;
  readonly port: number;
  readonly scheduler: string;
  readonly forwarding: string;
  /** Milliseconds. */
  readonly persistence: number | null;
  readonly servers: readonly ServerSummary[];
  readonly moreServers: number;
}

export interface ConfigSummary {
  readonly routerId: string | null;
  readonly instances: readonly InstanceSummary[];
  readonly moreInstances: number;
  readonly services: readonly ServiceSummary[];
  readonly moreServices: number;
}

/** More of a kind than this is counted, not listed. */
const SHOWN = 50;

/** What a file means, in the figures a person asks for first. */
export const summarise = ({ globals, vrrpInstances, virtualServers }: ConfigModel): ConfigSummary => ({
  routerId: globals.routerId,
  instances: vrrpInstances.slice(0, SHOWN).map(instanceSummary),
  moreInstances: Math.max(0, vrrpInstances.length - SHOWN),
  services: virtualServers.slice(0, SHOWN).map(serviceSummary),
  moreServices: Math.max(0, virtualServers.length - SHOWN),
});

const instanceSummary = (instance: VrrpInstance): InstanceSummary => ({
  name: instance.name,
  vrid: instance.virtualRouterId,
  version: instance.version,
  interface: instance.interface,
  state: instance.initialState,
  priority: instance.priority,
  addresses: [...instance.virtualAddresses, ...instance.excludedAddresses]
    .slice(0, SHOWN)
    .map(({ address, prefixLength }) => `${address}/${prefixLength}`),
  advertInterval: instance.advertInterval,
  detection: downTime(instance),
});

const serviceSummary = (service: VirtualServer): ServiceSummary => ({
  name: service.group || service.mark !== undefined ? serverName(service) : null,
  protocol: service.protocol,
  address: service.address,
  port: service.port,
  scheduler: service.scheduler,
  forwarding: service.forwarding,
  persistence: service.persistenceTimeout,
  servers: service.realServers.slice(0, SHOWN).map(serverSummary),
  moreServers: Math.max(0, service.realServers.length - SHOWN),
});

const serverSummary = (server: RealServer): ServerSummary => ({
  address: server.address,
  port: server.port,
  weight: server.weight,
  detection: serverDetection(server),
});
