import { setTimeout as sleep } from "node:timers/promises";
import type { CommandResult } from "@baton/shared/contract/commands.ts";
import type { NumberedEvent } from "@baton/shared/contract/events.ts";
import type { FactChange } from "@baton/shared/contract/facts.ts";
import { CONTRACT_VERSION } from "@baton/shared/contract/version.ts";
import { NEW_SESSION, type SessionAction, type SessionEvent, step } from "../../core/uplink/session.ts";
import { connectHub, type HubConnection, type HubHandlers } from "../../io/hub/hub-connection.ts";
import type { HubSettings } from "../../ports/settings.ts";
import type { ChildContext } from "../child.ts";
import { createCommandDesk } from "./command-desk.ts";
import { createEventSender } from "./event-sender.ts";
import { createLink } from "./link.ts";
import { obtainKey } from "./obtain-key.ts";
import type { OutboxQueue } from "./outbox-queue.ts";

export interface Uplink {
  facts(changes: readonly FactChange[]): void;
  event(event: NumberedEvent): void;
  result(result: CommandResult): void;
  /** Gives the last events a bounded time to reach the hub. */
  stop(): Promise<void>;
}

const FLUSH_ON_STOP_MS = 1500;
const HOUSEKEEPING_MS = 1000;
/** A hub of another version may be replaced, a name may become free. */
const TRY_REFUSED_AGAIN_MS = 30_000;

/** Joins the session machine to the socket, the outbox and the commands. */
export const openUplink = (context: ChildContext, hub: HubSettings, outbox: OutboxQueue): Uplink => {
  const stopped = new AbortController();
  let session = NEW_SESSION;
  let connection: HubConnection | null = null;
  let connecting = new AbortController();
  let timer: NodeJS.Timeout | null = null;
  const link = createLink(context, hub, outbox);
  const live = (): HubConnection | null => (session.phase === "live" ? connection : null);
  const sendEvents = createEventSender(outbox, live);
  const desk = createCommandDesk(context, (result) => {
    live()?.result(result);
    return live() !== null;
  });

  const apply = (event: SessionEvent): void => {
    const result = step(session, event);
    session = result.session;
    for (const action of result.actions) perform(action);
    schedule();
  };

  const perform = (action: SessionAction): void => {
    if (action.type === "send-hello") void sayHello();
    else if (action.type === "send-snapshot") connection?.snapshot(action.snapshot);
    else if (action.type === "send-delta") connection?.delta(action.delta);
    else if (action.type === "live") {
      link.connected();
      desk.deliver();
      void sendEvents();
    } else {
      link.refused(action.code, action.message);
      setTimeout(() => reconnect(null), TRY_REFUSED_AGAIN_MS).unref();
    }
  };

  const schedule = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
    if (session.flushAt === null) return;
    const wait = Math.ceil(Math.max(0, session.flushAt - performance.now()));
    timer = setTimeout(() => apply({ type: "flush", at: performance.now(), room: live()?.hasRoom() ?? false }), wait);
  };

  const sayHello = async (): Promise<void> => {
    const { settings, run } = context;
    const asked = connection;
    const reply = await asked?.hello({
      contract: CONTRACT_VERSION,
      node: settings.name,
      boot: run.boot,
      roles: [...settings.roles],
      version: run.version,
      startedAt: run.startedAt,
      clock: Date.now(),
    });
    if (asked !== connection || session.phase !== "greeting") return;
    if (reply) apply({ type: "hello-reply", reply });
    else reconnect(null);
  };

  const handlers: HubHandlers = {
    connected: () => apply({ type: "connected" }),
    disconnected: (reason) => {
      if (stopped.signal.aborted) return;
      link.lost(reason, session.phase === "live");
      apply({ type: "disconnected" });
    },
    failed: (reason, refused) => {
      link.failed(reason, refused);
      if (refused) reconnect(reason);
    },
    command: desk.command,
    resync: () => apply({ type: "resync" }),
    malformed: link.malformed,
  };

  /** Starts over with a fresh socket; `refusal`: why the hub did not take our key, which asks for a fresh one. */
  const reconnect = (refusal: string | null): void => {
    if (stopped.signal.aborted) return;
    connection?.close();
    connection = null;
    if (session.phase !== "offline") apply({ type: "disconnected" });
    void connect(refusal);
  };

  const connect = async (refusal: string | null): Promise<void> => {
    connecting.abort();
    connecting = new AbortController();
    const signal = AbortSignal.any([stopped.signal, connecting.signal]);
    const key = await obtainKey(context, hub, refusal, signal, link.enrolling);
    if (key && !signal.aborted) connection = connectHub(hub.url, { node: key.node, key: key.key }, handlers);
  };

  const housekeeping = setInterval(() => {
    desk.tick();
    void sendEvents();
    link.tell();
  }, HOUSEKEEPING_MS);

  void connect(null);
  return {
    facts: (changes) => apply({ type: "changes", at: performance.now(), changes }),
    event: (event) => {
      outbox.add(event);
      void sendEvents();
    },
    result: desk.result,
    stop: async () => {
      const deadline = performance.now() + FLUSH_ON_STOP_MS;
      while (live() && outbox.count() > 0 && performance.now() < deadline) await sleep(10);
      apply({ type: "flush", at: Number.MAX_VALUE, room: true });
      stopped.abort();
      clearInterval(housekeeping);
      if (timer) clearTimeout(timer);
      connection?.close();
      await outbox.close();
    },
  };
};
