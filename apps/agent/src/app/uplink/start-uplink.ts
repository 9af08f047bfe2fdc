import type { ChildContext, ChildWork } from "../child.ts";
import { openOutboxQueue } from "./outbox-queue.ts";
import { Uplink } from "./uplink.ts";

/** The process that talks to the hub. Without a hub it keeps nothing and says so. */
export const startUplink = async (context: ChildContext): Promise<ChildWork> => {
  const { hub } = context.settings;
  if (!hub) {
    context.hubLink({ state: "off", since: Date.now(), detail: "no hub is configured", waitingEvents: 0 });
    return {
      relay: ({ seq }) => {
        if (seq !== undefined) context.kept(seq);
      },
      stop: async () => {},
    };
  }
  const outbox = openOutboxQueue(context);
  const uplink = new Uplink(context, hub, outbox);
  return {
    relay: ({ message, seq }) => {
      if (message.type === "facts") uplink.facts(message.changes);
      else if (message.type === "result") uplink.result(message.result);
      else if (seq !== undefined) uplink.event({ ...message.event, boot: context.run.boot, seq });
    },
    stop: () => uplink.stop(),
  };
};
