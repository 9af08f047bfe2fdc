/**
 * The article's hosts as plain data: five hosts on one LAN, and beside it a management network by which the
 * agents reach the hub. No default routes and no link to the outside: nothing sent in the lab can leave it.
 */

export const VIP = "192.168.1.100";
export const MYSQL_PORT = 3306;
export const HUB_PORT = 3000;
export const LAN_PREFIX = 24;

export const HOST_NAMES = ["lvs1", "lvs2", "db1", "db2", "client"] as const;
export type HostName = (typeof HOST_NAMES)[number];
export type DirectorName = "lvs1" | "lvs2";
export type DatabaseName = "db1" | "db2";

export interface HostPlan {
  readonly name: HostName;
  readonly lan: string;
  readonly management: string;
}

export const HOSTS: Readonly<Record<HostName, HostPlan>> = {
  lvs1: { name: "lvs1", lan: "192.168.1.2", management: "10.77.0.2" },
  lvs2: { name: "lvs2", lan: "192.168.1.11", management: "10.77.0.11" },
  db1: { name: "db1", lan: "192.168.1.5", management: "10.77.0.5" },
  db2: { name: "db2", lan: "192.168.1.6", management: "10.77.0.6" },
  client: { name: "client", lan: "192.168.1.50", management: "10.77.0.50" },
};

export const HUB_ADDRESS = "10.77.0.1";

/** Network namespaces by role; `switch` holds both bridges and runs nothing. */
export type NamespaceRole = HostName | "hub" | "switch";
export const NAMESPACE_ROLES: readonly NamespaceRole[] = ["switch", "hub", ...HOST_NAMES];

/** All namespaces of one lab share this prefix, which is how what a crash left is found again. */
export const namespacePrefix = (labId: string): string => `baton-${labId}-`;
export const namespaceName = (labId: string, role: NamespaceRole): string => `${namespacePrefix(labId)}${role}`;

/** Lines for one `ip -batch` run, in the root namespace or in a namespace of the lab. */
export interface IpBatch {
  readonly namespace: string | null;
  readonly lines: readonly string[];
}

/** Made from inside the switch: older kernels look for a clash of names in the namespace of the caller. */
const cable = (labId: string, port: string, inside: NamespaceRole, device: string): string =>
  `link add ${port} type veth peer name ${device} netns ${namespaceName(labId, inside)}`;

const hostLines = (host: HostPlan): string[] => [
  "link set lo up",
  `addr add ${host.lan}/${LAN_PREFIX} dev eth0`,
  `addr add ${host.management}/24 dev eth1`,
  "link set eth0 up",
  "link set eth1 up",
];

const switchLines = (labId: string): string[] => {
  const bridge = (name: string): string[] => [
    `link add ${name} type bridge stp_state 0 forward_delay 0 mcast_snooping 0`,
    `link set ${name} up`,
  ];
  const plug = (master: string, inside: NamespaceRole, device: string): string[] => {
    const port = `${master}-${inside}`;
    return [cable(labId, port, inside, device), `link set ${port} master ${master}`, `link set ${port} up`];
  };
  return [
    ...bridge("lan"),
    ...bridge("mgt"),
    ...HOST_NAMES.flatMap((name) => [...plug("lan", name, "eth0"), ...plug("mgt", name, "eth1")]),
    ...plug("mgt", "hub", "eth1"),
  ];
};

/** What makes the network, in order: batches of one stage touch different namespaces and may run side by side. */
export const networkPlan = (labId: string): readonly (readonly IpBatch[])[] => [
  [{ namespace: null, lines: NAMESPACE_ROLES.map((role) => `netns add ${namespaceName(labId, role)}`) }],
  [{ namespace: namespaceName(labId, "switch"), lines: switchLines(labId) }],
  [
    {
      namespace: namespaceName(labId, "hub"),
      lines: ["link set lo up", `addr add ${HUB_ADDRESS}/24 dev eth1`, "link set eth1 up"],
    },
    ...HOST_NAMES.map((name) => ({ namespace: namespaceName(labId, name), lines: hostLines(HOSTS[name]) })),
  ],
];
