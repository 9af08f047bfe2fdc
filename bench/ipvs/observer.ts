import { setTimeout as pause } from "node:timers/promises";
import { decodeFamily, familyRequest } from "../../apps/agent/src/core/netlink/genl-control.ts";
import { IPVS_CMD, IPVS_FAMILY, IPVS_VERSION } from "../../apps/agent/src/core/netlink/ipvs-constants.ts";
import { decodeDestinationReply, destinationsRequest } from "../../apps/agent/src/core/netlink/ipvs-request.ts";
import { encodeServiceId } from "../../apps/agent/src/core/netlink/ipvs-service.ts";
import { openGenlSocket } from "../../apps/agent/src/io/netlink-ipvs/genl-socket.ts";
import { createKernelTable } from "../../apps/agent/src/io/netlink-ipvs/kernel-table.ts";
import { CHANGED_WEIGHT, isChanged, serviceIdOf, type TableSize } from "./table.ts";

/**
 * Watches the kernel's table from outside the programs, by few and small questions, so that watching costs little:
 * is the first service there, how many servers has the last one, what is this one's weight.
 */
export interface Observer {
  /** performance.now() when the first service was seen, and when the last server was. */
  load(size: TableSize, deadlineMs: number): Promise<{ readonly first: number; readonly last: number }>;
  /** performance.now() when the last of the changed weights was seen. */
  change(size: TableSize, deadlineMs: number): Promise<number>;
  /** All servers in the table. */
  count(): Promise<number>;
  close(): void;
}

const LOOK_EVERY_MS = 2;

export const openObserver = async (): Promise<Observer> => {
  const socket = openGenlSocket();
  const [controller] = await socket.request([familyRequest(IPVS_FAMILY)]);
  const family = decodeFamily(controller?.data[0] ?? new Uint8Array());
  if (!family.ok) throw new Error("this kernel has no IPVS");

  const has = async (service: number): Promise<boolean> => {
    const attributes = [encodeServiceId(serviceIdOf(service))];
    const request = {
      family: family.value,
      command: IPVS_CMD.GET_SERVICE,
      version: IPVS_VERSION,
      flags: 0,
      attributes,
    };
    const [answer] = await socket.request([request]);
    return answer?.errno === 0;
  };

  const weights = async (service: number): Promise<readonly number[]> => {
    const id = serviceIdOf(service);
    const { errno, data } = await socket.dump(destinationsRequest(family.value, id));
    if (errno !== 0) return [];
    return data.flatMap((payload) => {
      const entry = decodeDestinationReply(payload, id);
      return entry.ok ? [entry.value.destination.weight] : [];
    });
  };

  const until = async (what: string, deadlineMs: number, condition: () => Promise<boolean>): Promise<number> => {
    const end = performance.now() + deadlineMs;
    while (!(await condition())) {
      if (performance.now() > end) throw new Error(`not within ${deadlineMs / 1000} s: ${what}`);
      await pause(LOOK_EVERY_MS);
    }
    return performance.now();
  };

  return {
    load: async ({ services, serversEach }, deadlineMs) => {
      const first = await until("the first service", deadlineMs, () => has(0));
      const isComplete = async (): Promise<boolean> => (await weights(services - 1)).length === serversEach;
      return { first, last: await until("the last server", deadlineMs, isComplete) };
    },
    change: async ({ services }, deadlineMs) => {
      const open = Array.from({ length: services }, (_, service) => service).filter(isChanged);
      return until("the changed weights", deadlineMs, async () => {
        for (let service = open.at(-1); service !== undefined; service = open.at(-1)) {
          if (!(await weights(service)).includes(CHANGED_WEIGHT)) return false;
          open.pop();
        }
        return true;
      });
    },
    count: async () => {
      const kernel = createKernelTable();
      const read = await kernel.read();
      kernel.close();
      if (!read.ok) throw new Error(read.error.message);
      return [...read.value.values()].reduce((sum, { destinations }) => sum + destinations.size, 0);
    },
    close: () => socket.close(),
  };
};
