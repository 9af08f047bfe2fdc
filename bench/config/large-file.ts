const realServer = (address: string): string => `
    real_server ${address} 3306 {
        weight 3
        TCP_CHECK {
            connect_timeout 3
            retry 3
            delay_before_retry 3
            connect_port 3306
        }
    }`;

const virtualServer = (index: number, servers: number): string => {
  const net = `${Math.floor(index / 250)}.${index % 250}`;
  const pool = Array.from({ length: servers }, (_, at) => realServer(`10.1${net}.${at + 1}`));
  return `
virtual_server 10.${net}.1 3306 {
    delay_loop 6
    lb_algo wrr
    lb_kind DR
    persistence_timeout 50
    protocol TCP
${pool.join("\n")}
}
`;
};

/** A configuration in the style of everyday ones: at most 2,500 services of at most 254 servers each. */
export const largeFile = (services: number, servers: number): string =>
  [
    "global_defs {\n    router_id LVS1\n}\n",
    ...Array.from({ length: services }, (_, index) => virtualServer(index, servers)),
  ].join("");
