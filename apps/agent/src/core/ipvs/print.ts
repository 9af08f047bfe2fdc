import type { Protocol } from "@baton/shared/config/model.ts";
import { formatEndpoint } from "@baton/shared/net/endpoint.ts";
import { addressBytes, familyOf } from "@baton/shared/net/ip-address.ts";
import type {
  ActualDestination,
  ActualService,
  ActualTable,
  IpvsInfo,
  Service,
  ServiceId,
  TableForwarding,
} from "./table.ts";

/** The table as `ipvsadm -ln` prints it, to the byte, so that scripts that read that read this. */
export const printTable = (info: IpvsInfo, table: ActualTable): string => {
  const lines = [
    `IP Virtual Server version ${info.version} (size=${info.connectionTableSize})`,
    "Prot LocalAddress:Port Scheduler Flags",
    "  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn",
  ];
  for (const service of [...table.values()].sort(compareServices)) {
    lines.push(serviceLine(service.service));
    const destinations = [...service.destinations.values()].sort(compareDestinations);
    lines.push(...destinations.map(destinationLine));
  }
  return `${lines.join("\n")}\n`;
};

const FORWARD: Readonly<Record<TableForwarding, string>> = {
  NAT: "Masq",
  DR: "Route",
  TUN: "Tunnel",
  LOCAL: "Local",
  BYPASS: "Bypass",
};

const SCHEDULER_FLAGS: Readonly<Record<string, readonly string[]>> = {
  sh: ["sh-fallback", "sh-port", "flag-3"],
  mh: ["mh-fallback", "mh-port", "flag-3"],
};

const flagWords = ({ scheduler, schedulerFlags }: Service): string => {
  if (schedulerFlags === 0) return "";
  const names = SCHEDULER_FLAGS[scheduler] ?? ["flag-1", "flag-2", "flag-3"];
  return ` (${names.filter((_, bit) => schedulerFlags & (1 << bit)).join(",")})`;
};

const maskText = (prefixLength: number): string => {
  const mask = prefixLength === 0 ? 0 : (0xffffffff << (32 - prefixLength)) >>> 0;
  return [mask >>> 24, (mask >>> 16) & 255, (mask >>> 8) & 255, mask & 255].join(".");
};

const persistenceWords = ({ persistence, persistenceEngine, id }: Service): string => {
  if (!persistence) return "";
  const inet = !isInet6(id);
  const full = persistence.prefixLength === (inet ? 32 : 128);
  const mask = inet ? maskText(persistence.prefixLength) : String(persistence.prefixLength);
  const engine = persistenceEngine === null ? "" : ` pe ${persistenceEngine}`;
  return ` persistent ${persistence.timeoutSeconds}${full ? "" : ` mask ${mask}`}${engine}`;
};

const serviceName = (id: ServiceId): string => {
  if (id.kind === "address") return `${id.protocol.padEnd(4)} ${formatEndpoint(id)}`;
  return `FWM  ${id.mark}${id.family === "inet6" ? " IPv6" : ""}`;
};

const serviceLine = (service: Service): string =>
  `${serviceName(service.id)} ${service.scheduler}${flagWords(service)}${persistenceWords(service)}${service.onePacket ? " ops" : ""}`;

const destinationLine = ({ destination, counts }: ActualDestination): string =>
  [
    `  -> ${formatEndpoint(destination).padEnd(28)}`,
    FORWARD[destination.forwarding].padEnd(7),
    String(destination.weight).padEnd(6),
    String(counts.active).padEnd(10),
    String(counts.inactive).padEnd(10),
  ].join(" ");

/** ipvsadm subtracts 32-bit words into a signed int, so addresses half the range apart wrap around; so do we. */
const compareAddresses = (a: string, b: string): number => {
  const [left, right] = [addressBytes(a), addressBytes(b)];
  if (!left || !right || left.length !== right.length) return (left?.length ?? 0) - (right?.length ?? 0);
  const [first, second] = [new DataView(left.buffer), new DataView(right.buffer)];
  for (let at = 0; at < left.length; at += 4) {
    const difference = (first.getUint32(at) - second.getUint32(at)) | 0;
    if (difference !== 0) return difference;
  }
  return 0;
};

/** By protocol number. */
const PROTOCOL_ORDER: readonly Protocol[] = ["TCP", "UDP", "SCTP"];

/** Addresses before marks, IPv4 before IPv6, then by protocol number, address and port. */
const compareServices = ({ service: { id: a } }: ActualService, { service: { id: b } }: ActualService): number => {
  if (a.kind === "fwmark" || b.kind === "fwmark") {
    const marks = (a.kind === "fwmark" ? a.mark : 0) - (b.kind === "fwmark" ? b.mark : 0);
    return marks || Number(isInet6(a)) - Number(isInet6(b));
  }
  return (
    Number(isInet6(a)) - Number(isInet6(b)) ||
    PROTOCOL_ORDER.indexOf(a.protocol) - PROTOCOL_ORDER.indexOf(b.protocol) ||
    compareAddresses(a.address, b.address) ||
    a.port - b.port
  );
};

const isInet6 = (id: ServiceId): boolean => (id.kind === "fwmark" ? id.family : familyOf(id.address)) === "inet6";

const compareDestinations = ({ destination: a }: ActualDestination, { destination: b }: ActualDestination): number =>
  compareAddresses(a.address, b.address) || a.port - b.port;
