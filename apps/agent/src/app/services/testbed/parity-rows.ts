import { loadConfig } from "@baton/shared/config/load.ts";
import type { ConfigModel } from "@baton/shared/config/model.ts";

/**
 * Configurations that keepalived and Baton must make the same table of. All of them are run as one file, so NET stands
 * for a number of the row's own: in 10.NET.0.1, 2001:db8:NET::1, a group's name, and "fwmark NET1".
 */
export interface Row {
  readonly name: string;
  readonly text: string;
}

const SCHEDULERS = ["rr", "wrr", "lc", "wlc", "lblc", "lblcr", "dh", "sh", "sed", "nq", "fo", "ovf", "mh"];

const pool = (head: string, servers: string, options = "lb_kind NAT", protocol = "TCP"): string =>
  `virtual_server ${head} {\n  lb_algo rr\n  ${options}\n  protocol ${protocol}\n  ${servers}\n}`;

const server = (endpoint: string, options = ""): string => `real_server ${endpoint} {\n${options}\n}`;

export const ROWS: readonly Row[] = [
  {
    name: "the article's pool",
    text: `virtual_server 10.NET.0.100 3306 {
  delay_loop 6
  lb_algo wrr
  lb_kind DR
  persistence_timeout 50
  protocol TCP
  ${server("10.NET.0.5 3306", "weight 3")}
  ${server("10.NET.0.6 3306", "weight 3")}
}`,
  },
  {
    name: "every scheduler",
    text: SCHEDULERS.map(
      (name, index) => `virtual_server 10.NET.0.1 ${100 + index} {
  lb_algo ${name}
  lb_kind NAT
  protocol TCP
  ${server("10.NET.0.5 80", "weight 2")}
}`,
    ).join("\n"),
  },
  {
    name: "flags of schedulers",
    text: [
      "lb_algo mh\n lb_kind DR\n mh-port\n mh-fallback",
      "lb_algo sh\n lb_kind DR\n sh-port\n sh-fallback",
      "lb_algo wlc\n lb_kind DR\n flag-1\n flag-3",
      "lb_algo sh\n lb_kind DR\n flag-2",
    ]
      .map((options, index) => {
        const port = 80 + index;
        return `virtual_server 10.NET.0.2 ${port} {\n ${options}\n protocol TCP\n ${server(`10.NET.0.5 ${port}`)}\n}`;
      })
      .join("\n"),
  },
  {
    name: "NAT with other ports, weight 0, thresholds",
    text: pool(
      "10.NET.0.1 80",
      `${server("10.NET.0.5 8080", "weight 0")}\n${server("10.NET.0.6 8081", "uthreshold 100\nlthreshold 50")}`,
    ),
  },
  {
    name: "tunnels: ipip, gue and gre with their checksums, by server and by pool, beside DR",
    text: [
      pool(
        "10.NET.0.1 80",
        [
          "TUN",
          "TUN type ipip",
          "TUN type gue port 6080",
          "TUN type gue port 6081 csum",
          "TUN type gue port 6082 remcsum",
          "TUN type gre",
          "TUN type gre csum",
          "TUN type gre nocsum",
          "DR",
          "NAT",
        ]
          .map((method, index) => server(`10.NET.0.${5 + index} 80`, `lvs_method ${method}`))
          .join("\n"),
      ),
      pool(
        "10.NET.0.2 80",
        server("10.NET.0.5 80"),
        "lb_kind TUN type gue port 6080 csum\n sorry_server 10.NET.0.9 80\n sorry_server_inhibit\n sorry_server_lvs_method TUN type gre",
      ),
    ].join("\n"),
  },
  {
    name: "a tunnel from IPv4 to an IPv6 server",
    text: pool("10.NET.0.1 80", `${server("10.NET.0.5 80")}\n${server("2001:db8:NET::5 80")}`, "lb_kind TUN"),
  },
  {
    name: "UDP and SCTP beside TCP, one-packet scheduling",
    text: [
      pool("10.NET.0.1 53", server("10.NET.0.5 53"), "lb_kind NAT\n ops", "UDP"),
      pool("10.NET.0.1 53", server("10.NET.0.5 53"), "lb_kind TUN", "TCP"),
      pool("10.NET.0.1 53", server("10.NET.0.5 53"), "lb_kind DR", "SCTP"),
    ].join("\n"),
  },
  {
    name: "IPv6",
    text: pool("2001:db8:NET::100 3306", server("2001:db8:NET::5 3306"), "lb_kind DR\n persistence_timeout 100"),
  },
  {
    name: "persistence: engine, granularity of both families, without a port, without a number",
    text: [
      pool(
        "10.NET.0.1 5060",
        server("10.NET.0.5 5060"),
        "lb_kind NAT\n persistence_timeout 60\n persistence_engine sip\n ops",
        "UDP",
      ),
      pool(
        "2001:db8:NET::2 80",
        server("2001:db8:NET::5 80"),
        "lb_kind NAT\n persistence_timeout 60\n persistence_granularity 64",
      ),
      pool("10.NET.0.3 0", server("10.NET.0.5 0"), "lb_kind DR\n persistence_timeout 70"),
      pool(
        "10.NET.0.4 80",
        server("10.NET.0.5 80"),
        "lb_kind NAT\n persistence_timeout\n persistence_granularity 255.255.0.0",
      ),
    ].join("\n"),
  },
  {
    name: "firewall marks",
    text: [
      pool("fwmark NET1", server("10.NET.0.5 8080", "weight 2")),
      pool(
        "fwmark NET2",
        `${server("10.NET.0.5 3306", "weight 2")}\n${server("10.NET.0.6 0")}`,
        "lb_kind DR\n persistence_timeout 60",
      ),
      pool("fwmark NET2", server("2001:db8:NET::5 3306"), "lb_kind DR\n ip_family inet6"),
    ].join("\n"),
  },
  {
    name: "a group: addresses, ranges, a prefix and a mark with NAT, DR and TUN servers",
    text: `virtual_server_group gNET {
  10.NET.0.1 80
  10.NET.0.10-12 81
  10.NET.0.20-10.NET.0.21 82
  10.NET.2.0/30 83
  fwmark NET1
}
${pool(
  "group gNET",
  `${server("10.NET.0.50 80")}\n${server("10.NET.0.51 8080", "lvs_method NAT")}\n${server("10.NET.0.52 8080", "lvs_method TUN")}`,
  "lb_kind DR",
)}`,
  },
  {
    name: "a group of IPv6 addresses, one of whole hosts, one with two protocols",
    text: `virtual_server_group sixNET {
  2001:db8:NET::1 80
  2001:db8:NET::10-12 80
  fwmark NET1 inet6
}
${pool("group sixNET", server("2001:db8:NET::50 80"), "lb_kind NAT", "UDP")}
virtual_server_group anyNET {
  10.NET.0.1
  10.NET.0.5-7
}
${pool("group anyNET", server("10.NET.0.50"), "lb_kind NAT\n persistence_timeout 30")}
virtual_server_group dnsNET {
  10.NET.0.53 53
}
${pool("group dnsNET", server("10.NET.0.50 53"))}
${pool("group dnsNET", server("10.NET.0.50 53"), "lb_kind NAT", "UDP")}`,
  },
  {
    name: "servers that start down: alpha, with and without inhibit_on_failure",
    text: pool(
      "10.NET.0.1 80",
      `${server("10.NET.0.5 80", "TCP_CHECK { warmup 60\n}")}\n${server("10.NET.0.6 80", "inhibit_on_failure\nTCP_CHECK { warmup 60\n}")}`,
      "lb_kind DR\n alpha",
    ),
  },
  {
    name: "sorry servers, needed from the start, of one service and of a group",
    text: `${pool(
      "10.NET.0.1 80",
      server("10.NET.0.5 80", "TCP_CHECK { warmup 60\n}"),
      "lb_kind DR\n alpha\n sorry_server 10.NET.0.9 80",
    )}
virtual_server_group sorryNET {
  10.NET.0.2 80
  10.NET.0.3 81
}
${pool(
  "group sorryNET",
  server("10.NET.0.5 80", "TCP_CHECK { warmup 60\n}"),
  "lb_kind DR\n alpha\n sorry_server 10.NET.0.9 80",
)}`,
  },
];

/** Three digits, so that a mark's last one is the row's own: 1011 is NET1 of row 1. */
const numberOf = (row: number): number => 101 + row;

export const placed = (text: string, row: number): string => text.replaceAll("NET", String(numberOf(row)));

/** Those lines of `ipvsadm -S` that are the row's: its services and their servers. */
export const linesOf = (table: string, row: number): readonly string[] => {
  const number = numberOf(row);
  const service = new RegExp(`^-[Aa] (\\S+ 10\\.${number}\\.|\\S+ \\[2001:db8:${number}:|-f ${number}\\d )`);
  return table.split("\n").filter((line) => service.test(line));
};

/** Throws when the configuration has an error. */
export const modelFrom = (text: string): ConfigModel => {
  const { model, diagnostics } = loadConfig({ path: "keepalived.conf", text }, () => []);
  if (!model) throw new Error(diagnostics.map(({ message }) => message).join("; "));
  return model;
};
