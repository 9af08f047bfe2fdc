import type { HubLink } from "../../ports/process-channel.ts";
import type { HubSettings } from "../../ports/settings.ts";
import type { ChildContext } from "../child.ts";
import type { OutboxQueue } from "./outbox-queue.ts";

/** Says how the hub stands: each change once in the log, always in the status. */
export const createLink = (context: ChildContext, hub: HubSettings, outbox: OutboxQueue) => {
  const { log } = context;
  const malformed = new Map<string, number>();
  let link: Pick<HubLink, "state" | "since" | "detail"> = { state: "connecting", since: Date.now(), detail: "" };
  let absenceLogged = false;
  let refusalLogged = "";

  const tell = (): void => context.hubLink({ ...link, waitingEvents: outbox.count() });
  const become = (state: HubLink["state"], detail: string): void => {
    if (link.state !== state || link.detail !== detail) link = { state, since: Date.now(), detail };
    tell();
  };
  return {
    tell,
    enrolling: (detail: string): void => become("enrolling", detail),
    connected: (): void => {
      absenceLogged = false;
      refusalLogged = "";
      become("connected", hub.url);
      log(`connected to the hub ${hub.url}`);
    },
    lost: (reason: string, wasLive: boolean): void => {
      if (wasLive) log(`lost the hub ${hub.url}: ${reason}; everything goes on without it`);
      absenceLogged = true;
      become("connecting", reason);
    },
    failed: (reason: string, refused: boolean): void => {
      if (!absenceLogged) log(`can't reach the hub ${hub.url}: ${reason}; will go on trying, everything else goes on`);
      absenceLogged = true;
      become(refused ? "refused" : "connecting", reason);
    },
    refused: (code: string, message: string): void => {
      if (refusalLogged !== code) log(`the hub refuses this agent (${code}): ${message}`);
      refusalLogged = code;
      become("refused", message);
    },
    malformed: (kind: string): void => {
      const seen = malformed.get(kind) ?? 0;
      malformed.set(kind, seen + 1);
      if (seen === 0) log(`ignored a malformed message from the hub (${kind}); further ones are only counted`);
    },
  };
};
