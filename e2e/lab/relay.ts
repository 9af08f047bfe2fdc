import { connect, createServer, type Server, type Socket } from "node:net";

export type RelayAddress = { readonly path: string } | { readonly host: string; readonly port: number };

/** More than a browser ever opens; further ones are turned away at once. */
const MAX_CONNECTIONS = 200;

const join = (from: Socket, to: Socket): void => {
  from.pipe(to);
  from.on("error", () => to.destroy());
  // What was read may still wait to be written: the last bytes of an answer come just before the end.
  from.on("close", () => to.destroySoon());
};

/**
 * Joins two kinds of socket, byte for byte. A path on disk is the only thing two network namespaces share, so a
 * pair of these (TCP to path outside, path to TCP inside) reaches the hub without a route into the lab.
 */
export const startRelay = (listen: RelayAddress, target: RelayAddress): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer((accepted) => {
      const onward = connect(target);
      join(accepted, onward);
      join(onward, accepted);
    });
    server.maxConnections = MAX_CONNECTIONS;
    server.once("error", reject);
    server.listen(listen, () => resolve(server));
  });
