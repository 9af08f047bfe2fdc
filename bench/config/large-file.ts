/** alike: the insides of all real servers are the same, word for word. distinct: of up to 64,000 no two are. */
export type LargeStyle = "alike" | "distinct";

const PORT = 3306;
const FORWARDING = { alike: "DR", distinct: "NAT" } as const;

const alike = (address: string): string => `
    real_server ${address} ${PORT} {
        weight 3
        TCP_CHECK {
            connect_timeout 3
            retry 3
            delay_before_retry 3
            connect_port ${PORT}
        }
    }`;

const timers = (number: number): string => `connect_timeout ${1 + (number % 7)}
            retry ${1 + (number % 5)}
            delay_before_retry ${1 + (number % 11)}`;

/** `port` belongs to this check alone. */
const CHECKS: readonly ((number: number, port: number) => string)[] = [
  (number, port) => `TCP_CHECK {
            ${timers(number)}
            connect_port ${port}
        }`,
  (number, port) => `HTTP_GET {
            url {
                path /health/${number}
                status_code 200
            }
            ${timers(number)}
            connect_port ${port}
        }`,
  (number, port) => `SMTP_CHECK {
            ${timers(number)}
            helo_name host${number}.example
            host {
                connect_port ${port}
            }
        }`,
  (number, port) => `MISC_CHECK {
            misc_path "/usr/lib/checks/ask ${port}"
            misc_timeout ${3 + (number % 20)}
        }`,
];

const distinct = (address: string, number: number): string => {
  const port = 1024 + (number % 64_000);
  return `
    real_server ${address} ${port} {
        weight ${1 + (number % 97)}
        ${CHECKS[number % CHECKS.length]?.(number, port) ?? ""}
    }`;
};

const SERVER = { alike, distinct };

const virtualServer = (index: number, servers: number, style: LargeStyle): string => {
  const net = `${Math.floor(index / 250)}.${index % 250}`;
  const pool = Array.from({ length: servers }, (_, at) => SERVER[style](`10.1${net}.${at + 1}`, index * servers + at));
  return `
virtual_server 10.${net}.1 ${PORT} {
    delay_loop 6
    lb_algo wrr
    lb_kind ${FORWARDING[style]}
    persistence_timeout 50
    protocol TCP
${pool.join("\n")}
}
`;
};

/** A configuration in the style of everyday ones: at most 2,500 services of at most 254 servers each. */
export const largeFile = (services: number, servers: number, style: LargeStyle): string =>
  [
    "global_defs {\n    router_id LVS1\n}\n",
    ...Array.from({ length: services }, (_, index) => virtualServer(index, servers, style)),
  ].join("");
