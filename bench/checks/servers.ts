/** The real servers of the measurement: addresses of this namespace's loopback, answered by one listener. */

export const SERVER_PORT = 3306;
export const DELAY_LOOP_MS = 2000;
/** All servers are in this network, which is local as a whole. */
export const SERVER_NETWORK = "10.32.0.0/12";
const SERVERS_PER_SERVICE = 100;

export const serverAddress = (index: number): string => `10.32.${Math.floor(index / 250)}.${(index % 250) + 1}`;

const realServer = (index: number): string =>
  `    real_server ${serverAddress(index)} ${SERVER_PORT} {\n        weight 1\n        TCP_CHECK {\n            connect_timeout 5\n        }\n    }\n`;

/** TCP_CHECK of every server each two seconds, in virtual servers of a hundred. */
export const configuration = (servers: number): string => {
  const blocks = ["global_defs {\n    router_id bench\n}\n"];
  for (let first = 0; first < servers; first += SERVERS_PER_SERVICE) {
    const count = Math.min(SERVERS_PER_SERVICE, servers - first);
    const members = Array.from({ length: count }, (_, index) => realServer(first + index)).join("");
    const address = `10.200.0.${first / SERVERS_PER_SERVICE + 1}`;
    blocks.push(
      `virtual_server ${address} ${SERVER_PORT} {\n    delay_loop 2\n    lb_algo wrr\n    lb_kind DR\n    protocol TCP\n${members}}\n`,
    );
  }
  return blocks.join("");
};
