import { createServer } from "node:net";
import type { PortForward } from "./kernel.ts";

/** A forwarded port on its way: 127.0.0.1:host -> QEMU -> guest's card:listen -> guest's 127.0.0.1:target. */
export interface ForwardPlan {
  readonly host: number;
  readonly listen: number;
  readonly target: number;
}

/** Guest services listen on the guest's loopback; the card's side gets ports from here on. */
const firstListenPort = 41_000;

/** Throws an Error when a wanted port is taken. */
export const chooseForwards = async (forward: readonly PortForward[]): Promise<ForwardPlan[]> => {
  for (const { host } of forward) {
    if (!(await isFree(host))) throw new Error(`port ${host} on 127.0.0.1 is taken; choose another with --port`);
  }
  return forward.map(({ host, guest }, index) => ({ host, listen: firstListenPort + index, target: guest }));
};

/** A port on 127.0.0.1 that nobody listens on right now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("no free port")),
      );
    });
  });

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
