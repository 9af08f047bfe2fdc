import { expect, test } from "vitest";
import { destinationKey, serviceKey } from "./key.ts";
import { printTable } from "./print.ts";
import {
  type ActualService,
  type Destination,
  NO_COUNTS,
  NO_TRAFFIC,
  NO_TUNNEL,
  type Service,
  type ServiceId,
} from "./table.ts";

const INFO = { version: "1.2.1", connectionTableSize: 4096 };

const inet = (protocol: "TCP" | "UDP" | "SCTP", address: string, port: number): ServiceId => ({
  kind: "address",
  protocol,
  address,
  port,
});

const service = (id: ServiceId, scheduler: string, changes: Partial<Service> = {}): Service => ({
  id,
  scheduler,
  schedulerFlags: 0,
  onePacket: false,
  persistence: null,
  persistenceEngine: null,
  ...changes,
});

const server = (address: string, port: number, changes: Partial<Destination> = {}): Destination => ({
  address,
  port,
  forwarding: "DR",
  weight: 1,
  upperThreshold: 0,
  lowerThreshold: 0,
  tunnel: NO_TUNNEL,
  ...changes,
});

const row = (of: Service, ...servers: readonly Destination[]): [string, ActualService] => [
  serviceKey(of.id),
  {
    service: of,
    traffic: NO_TRAFFIC,
    destinations: new Map(servers.map((one) => [destinationKey(one), { destination: one, counts: NO_COUNTS }])),
  },
];

/** What ipvsadm 1.31 printed for this table on Linux 6.1, order included. */
const PRINTED = `IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn
TCP  192.168.1.100:3306 wrr persistent 50
  -> 192.168.1.5:3306             Route   3      0          0         
  -> 192.168.1.6:3306             Route   3      0          0         
TCP  10.0.0.1:53 lblcr
UDP  10.0.0.1:53 rr ops
  -> 10.0.0.7:53                  Tunnel  2      0          0         
  -> 10.0.0.8:53                  Tunnel  65535  0          0         
UDP  10.0.0.1:5060 rr persistent 60 pe sip ops
SCTP 10.0.0.1:53 wlc
TCP  [2001:db8::100]:3306 rr
  -> [2001:db8::5]:3306           Masq    1      0          0         
  -> [2001:db8:1234:5678:9abc:def0:1234:5678]:3306 Masq    1      0          0         
TCP  [2001:db8::101]:3306 rr persistent 60 mask 64
FWM  3 IPv6 mh (mh-port)
FWM  5 sh (sh-fallback,sh-port) persistent 10 mask 255.255.255.0
  -> 10.0.0.9:0                   Route   1      0          0         
`;

test("as ipvsadm -ln prints it, whatever the order in the kernel", () => {
  const table = [
    row(
      service(inet("UDP", "10.0.0.1", 5060), "rr", {
        onePacket: true,
        persistence: { timeoutSeconds: 60, prefixLength: 32 },
        persistenceEngine: "sip",
      }),
    ),
    row(
      service({ kind: "fwmark", mark: 5, family: "inet" }, "sh", {
        schedulerFlags: 3,
        persistence: { timeoutSeconds: 10, prefixLength: 24 },
      }),
      server("10.0.0.9", 0),
    ),
    row(service({ kind: "fwmark", mark: 3, family: "inet6" }, "mh", { schedulerFlags: 2 })),
    row(service(inet("TCP", "2001:db8::101", 3306), "rr", { persistence: { timeoutSeconds: 60, prefixLength: 64 } })),
    row(
      service(inet("TCP", "2001:db8::100", 3306), "rr"),
      server("2001:db8:1234:5678:9abc:def0:1234:5678", 3306, { forwarding: "NAT" }),
      server("2001:db8::5", 3306, { forwarding: "NAT" }),
    ),
    row(service(inet("SCTP", "10.0.0.1", 53), "wlc")),
    row(
      service(inet("UDP", "10.0.0.1", 53), "rr", { onePacket: true }),
      server("10.0.0.8", 53, { forwarding: "TUN", weight: 65535, upperThreshold: 10, lowerThreshold: 5 }),
      server("10.0.0.7", 53, { forwarding: "TUN", weight: 2, tunnel: { type: "gue", port: 6080, flags: 0 } }),
    ),
    row(service(inet("TCP", "10.0.0.1", 53), "lblcr")),
    row(
      service(inet("TCP", "192.168.1.100", 3306), "wrr", { persistence: { timeoutSeconds: 50, prefixLength: 32 } }),
      server("192.168.1.6", 3306, { weight: 3 }),
      server("192.168.1.5", 3306, { weight: 3 }),
    ),
  ];
  expect(printTable(INFO, new Map(table))).toBe(PRINTED);
  expect(printTable(INFO, new Map(table.toReversed()))).toBe(PRINTED);
});
