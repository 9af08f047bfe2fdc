/** One virtual router of the matrix; all of them run at once between the same two routers, told apart by VRID. */
export interface Case {
  readonly virtualRouterId: number;
  readonly name: string;
  readonly version: 2 | 3;
  readonly family: "IPv4" | "IPv6";
  readonly way: "multicast" | "unicast";
  readonly authentication: "none" | "PASS" | "AH";
  /** Who has the higher priority. */
  readonly master: "baton" | "peer";
}

export const OWN: Readonly<Record<"baton" | "peer", Readonly<Record<Case["family"], string>>>> = {
  baton: { IPv4: "192.168.1.2", IPv6: "fe80::2" },
  peer: { IPv4: "192.168.1.11", IPv6: "fe80::11" },
};

/** Version 2 is IPv4's alone, and the only one that knows a password or a digest. */
const legal = ({ version, family, authentication }: Omit<Case, "virtualRouterId" | "name">): boolean =>
  version === 3 ? authentication === "none" : family === "IPv4";

export const allCases = (): readonly Case[] => {
  const cases: Omit<Case, "virtualRouterId" | "name">[] = [];
  for (const version of [2, 3] as const) {
    for (const family of ["IPv4", "IPv6"] as const) {
      for (const way of ["multicast", "unicast"] as const) {
        for (const authentication of ["none", "PASS", "AH"] as const) {
          for (const master of ["baton", "peer"] as const) cases.push({ version, family, way, authentication, master });
        }
      }
    }
  }
  return cases.filter(legal).map((each, i) => ({ ...each, virtualRouterId: 10 + i, name: `VI_${10 + i}` }));
};

export const addressOf = ({ virtualRouterId, family }: Case): string =>
  family === "IPv4" ? `192.168.1.${100 + virtualRouterId}` : `2001:db8::${100 + virtualRouterId}`;

const instance = (each: Case, side: "baton" | "peer"): string => {
  const other = side === "baton" ? "peer" : "baton";
  const unicast = [
    `  unicast_src_ip ${OWN[side][each.family]}`,
    "  unicast_peer {",
    `    ${OWN[other][each.family]}`,
    "  }",
  ];
  const lines = [
    `vrrp_instance ${each.name} {`,
    "  state BACKUP",
    "  interface eth0",
    `  version ${each.version}`,
    `  virtual_router_id ${each.virtualRouterId}`,
    `  priority ${each.master === side ? 150 : 50}`,
    `  advert_int ${each.version === 2 ? 1 : 0.2}`,
    ...(each.authentication === "none"
      ? []
      : ["  authentication {", `    auth_type ${each.authentication}`, "    auth_pass s3cret", "  }"]),
    ...(each.way === "unicast" ? unicast : []),
    "  virtual_ipaddress {",
    `    ${addressOf(each)}`,
    "  }",
    "}",
  ];
  return lines.join("\n");
};

/** The same text is read by both programs. */
export const configuration = (cases: readonly Case[], side: "baton" | "peer"): string =>
  `${["global_defs {", `  router_id ${side}`, "}", ...cases.map((each) => instance(each, side))].join("\n")}\n`;
