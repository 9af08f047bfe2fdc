import { setTimeout as sleep } from "node:timers/promises";
import type { Command, CommandResult } from "@baton/shared/contract/commands.ts";
import type { NumberedEvent } from "@baton/shared/contract/events.ts";
import type { FactChange } from "@baton/shared/contract/facts.ts";
import { CONTRACT_VERSION } from "@baton/shared/contract/version.ts";
import { NO_COMMANDS, receiveCommand, receiveResult, unanswered } from "../../core/uplink/command-memory.ts";
import { NEW_SESSION, type SessionAction, type SessionEvent, step } from "../../core/uplink/session.ts";
import { connectHub, type HubConnection, type HubHandlers } from "../../io/hub/hub-connection.ts";
import type { HubLink } from "../../ports/process-channel.ts";
import type { HubSettings } from "../../ports/settings.ts";
import type { ChildContext } from "../child.ts";
import { obtainKey } from "./obtain-key.ts";
import type { OutboxQueue } from "./outbox-queue.ts";

export interface Uplink {
  facts(changes: readonly FactChange[]): void;
  event(event: NumberedEvent): void;
  result(result: CommandResult): void;
  /** Gives the last events a bounded time to reach the hub. */
  stop(): Promise<void>;
}

const EVENTS_PER_BATCH = 200;
const FLUSH_ON_STOP_MS = 1500;
const HOUSEKEEPING_MS = 1000;

export const openUplink = (context: ChildContext, hub: HubSettings, outbox: OutboxQueue): Uplink => {
  const { log } = context;
  const stopped = new AbortController();
  let session = NEW_SESSION;
  let commands = NO_COMMANDS;
  let connection: HubConnection | null = null;
  let undelivered: CommandResult[] = [];
  let sendingEvents = false;
  let timer: NodeJS.Timeout | null = null;
  let silence = false;
  const malformed = new Map<string, number>();
  let link: Pick<HubLink, "state" | "since" | "detail"> = { state: "connecting", since: Date.now(), detail: "" };

  const setLink = (state: HubLink["state"], detail: string): void => {
    if (link.state !== state || link.detail !== detail) link = { state, since: Date.now(), detail };
    context.hubLink({ ...link, waitingEvents: outbox.count() });
  };

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
    else if (action.type === "live") goLive();
    else {
      setLink("refused", action.message);
      log(`the hub refuses this agent (${action.code}): ${action.message}`);
    }
  };

  const schedule = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
    if (session.flushAt === null) return;
    const wait = Math.max(0, session.flushAt - performance.now());
    timer = setTimeout(
      () => apply({ type: "flush", at: performance.now(), room: connection?.hasRoom() ?? false }),
      Math.ceil(wait),
    );
  };

  const sayHello = async (): Promise<void> => {
    const { settings, run } = context;
    const reply = await connection?.hello({
      contract: CONTRACT_VERSION,
      node: settings.name,
      boot: run.boot,
      roles: [...settings.roles],
      version: run.version,
      startedAt: run.startedAt,
      clock: Date.now(),
    });
    if (reply) return apply({ type: "hello-reply", reply });
    if (session.phase === "greeting" && !stopped.signal.aborted) reconnect("the hub did not answer the hello");
  };

  const goLive = (): void => {
    silence = false;
    setLink("connected", hub.url);
    log(`connected to the hub ${hub.url}`);
    const results = undelivered;
    undelivered = [];
    for (const result of results) connection?.result(result);
    void sendEvents();
  };

  const sendEvents = async (): Promise<void> => {
    if (sendingEvents) return;
    sendingEvents = true;
    while (session.phase === "live" && connection && outbox.count() > 0) {
      const ack = await connection.events(outbox.next(EVENTS_PER_BATCH));
      if (ack) outbox.committed(ack.boot, ack.seq);
      else if (session.phase === "live") await sleep(1000);
    }
    sendingEvents = false;
  };

  const answer = (result: CommandResult): void => {
    if (session.phase === "live" && connection) connection.result(result);
    else undelivered = [...undelivered.slice(-99), result];
  };

  const takeResult = (result: CommandResult): void => {
    const next = receiveResult(commands, result);
    if (!next) return;
    commands = next;
    answer(result);
  };

  const takeCommand = (command: Command): void => {
    const { memory, verdict } = receiveCommand(commands, command, Date.now());
    commands = memory;
    if (verdict.type === "answer") answer(verdict.result);
    if (verdict.type !== "carry-out") return;
    log(`command ${command.body.kind} (${command.id}) by ${command.requestedBy}: ${command.reason}`);
    context.command(command);
  };

  const handlers: HubHandlers = {
    connected: () => apply({ type: "connected" }),
    disconnected: (reason) => {
      if (stopped.signal.aborted) return;
      if (session.phase === "live") log(`lost the hub ${hub.url}: ${reason}; everything goes on without it`);
      silence = true;
      apply({ type: "disconnected" });
      setLink("connecting", reason);
    },
    failed: (reason, refused) => {
      if (!silence) log(`can't reach the hub ${hub.url}: ${reason}; will go on trying, everything else goes on`);
      silence = true;
      setLink(refused ? "refused" : "connecting", reason);
      if (refused) reconnect(reason);
    },
    command: takeCommand,
    resync: () => apply({ type: "resync" }),
    malformed: (kind) => {
      const seen = malformed.get(kind) ?? 0;
      malformed.set(kind, seen + 1);
      if (seen === 0) log(`ignored a malformed message from the hub (${kind}); further ones are only counted`);
    },
  };

  /** Starts over with a fresh socket, and with a fresh key when the hub does not know ours any more. */
  const reconnect = (reason: string): void => {
    connection?.close();
    connection = null;
    if (session.phase !== "offline") apply({ type: "disconnected" });
    void connect(reason);
  };

  const connect = async (reason: string | null): Promise<void> => {
    const key = await obtainKey(context, hub, reason, stopped.signal, (detail) => setLink("enrolling", detail));
    if (!key || stopped.signal.aborted) return;
    connection = connectHub(hub.url, { node: key.node, key: key.key }, handlers);
  };

  const housekeeping = setInterval(() => {
    for (const result of unanswered(commands, Date.now())) takeResult(result);
    if (session.phase === "live") void sendEvents();
    context.hubLink({ ...link, waitingEvents: outbox.count() });
  }, HOUSEKEEPING_MS);

  void connect(null);
  return {
    facts: (changes) => apply({ type: "changes", at: performance.now(), changes }),
    event: (event) => {
      outbox.add(event);
      void sendEvents();
    },
    result: takeResult,
    stop: async () => {
      const deadline = performance.now() + FLUSH_ON_STOP_MS;
      while (session.phase === "live" && outbox.count() > 0 && performance.now() < deadline) await sleep(10);
      apply({ type: "flush", at: Number.MAX_VALUE, room: true });
      stopped.abort();
      clearInterval(housekeeping);
      if (timer) clearTimeout(timer);
      connection?.close();
      await outbox.close();
    },
  };
};
