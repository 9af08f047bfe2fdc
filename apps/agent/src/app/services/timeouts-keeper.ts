import type { ConnectionTimeouts } from "@baton/shared/config/model-service.ts";
import type { KernelTable } from "../../ports/kernel-table.ts";

/** Gives the kernel the connection timeouts of the file, once; again when the file changes or it had failed. */
export interface TimeoutsKeeper {
  want(timeouts: ConnectionTimeouts | null): void;
  /** Carries out what is still to be done. Call it when the table could be reached. */
  settle(): Promise<void>;
}

export interface TimeoutsDeps {
  readonly kernel: Pick<KernelTable, "setTimeouts">;
  readonly log: (text: string) => void;
  /** Told once until it works. */
  readonly onFailure: (text: string, data: Readonly<Record<string, string>>) => void;
}

const describe = ({ tcp, tcpFin, udp }: ConnectionTimeouts): string =>
  Object.entries({ tcp, tcpfin: tcpFin, udp })
    .flatMap(([name, seconds]) => (seconds === undefined ? [] : [`${name} ${seconds} s`]))
    .join(", ");

export const createTimeoutsKeeper = ({ kernel, log, onFailure }: TimeoutsDeps): TimeoutsKeeper => {
  let wanted: ConnectionTimeouts | null = null;
  let done: string | null = null;
  let lastFailure = "";
  return {
    want: (timeouts) => {
      wanted = timeouts;
    },
    settle: async () => {
      const timeouts = wanted;
      const text = timeouts ? describe(timeouts) : null;
      if (!timeouts || text === null || text === done) return;
      const result = await kernel.setTimeouts(timeouts);
      if (result.ok) {
        done = text;
        lastFailure = "";
        return log(`IPVS: connection timeouts are now ${text}`);
      }
      if (lastFailure !== result.error.message)
        onFailure(`IPVS: can't set the connection timeouts (${text}): ${result.error.message}`, {
          code: result.error.code,
        });
      lastFailure = result.error.message;
    },
  };
};
