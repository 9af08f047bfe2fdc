import type { GlobalDefs, RealServer, VirtualServer } from "@baton/shared/config/model.ts";
import { quorumLine, serverLine } from "../../core/health/notify-line.ts";
import { realServerKey } from "../../core/ipvs/key.ts";
import { virtualServerKey } from "../../core/ipvs/services-of.ts";
import type { ScriptHelper } from "../../ports/script-helper.ts";
import type { Notifier } from "./notifier.ts";

/** What scripts and pipes hear of servers and quorums, in the order of what happened. */
export interface ChangeTeller {
  /** The pipes of this configuration, and their readers. */
  follow(globals: GlobalDefs): void;
  server(virtualServer: VirtualServer, server: RealServer, up: boolean): void;
  quorum(virtualServer: VirtualServer, has: boolean): void;
  /** Resolves when all have been told, or shortly after `ms`. */
  finish(ms: number): Promise<void>;
}

/** Readers of pipes have read to the end by then, or are killed; milliseconds. */
const READERS_MS = 500;

export const createChangeTeller = (notifier: Notifier, helper: ScriptHelper): ChangeTeller => {
  let pipes = 0;

  const write = (subject: string, line: string): void => {
    if (pipes > 0) helper.notify({ queue: subject, subject, runs: [], line });
  };

  return {
    follow: ({ scripts, lvsFifos = [], lvsFifoReaders = [] }) => {
      pipes = lvsFifos.length;
      helper.plan({
        settings: scripts ?? { security: false, user: null },
        scripts: [],
        processes: [],
        files: [],
        fifos: lvsFifos,
        readers: lvsFifoReaders,
        notifies: false,
      });
    },
    server: (virtualServer, server, up) => {
      const service = virtualServerKey(virtualServer);
      const what = `${up ? "notify_up" : "notify_down"} of ${realServerKey(service, server)}`;
      notifier.run(service, what, up ? server.notifyUp : server.notifyDown);
      write(service, serverLine(virtualServer, server, up));
    },
    quorum: (virtualServer, has) => {
      const service = virtualServerKey(virtualServer);
      const what = `${has ? "quorum_up" : "quorum_down"} of ${service}`;
      notifier.run(service, what, has ? virtualServer.quorumUp : virtualServer.quorumDown);
      write(service, quorumLine(virtualServer, has));
    },
    finish: async (ms) => {
      await notifier.finish(ms);
      await helper.finish(READERS_MS);
    },
  };
};
