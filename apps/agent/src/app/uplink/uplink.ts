import { setTimeout as sleep } from "node:timers/promises";
import type { Hello } from "@baton/shared/contract/agent-hub.ts";
import type { CommandResult } from "@baton/shared/contract/commands.ts";
import type { NumberedEvent } from "@baton/shared/contract/events.ts";
import type { FactChange } from "@baton/shared/contract/facts.ts";
import { CONTRACT_VERSION } from "@baton/shared/contract/version.ts";
import { NEW_SESSION, type Session, type SessionAction, type SessionEvent, step } from "../../core/uplink/session.ts";
import type { HubConnection, HubHandlers } from "../../io/hub/hub-connection.ts";
import type { HubSettings } from "../../ports/settings.ts";
import type { ChildContext } from "../child.ts";
import { type CommandDesk, createCommandDesk } from "./command-desk.ts";
import { createEventSender } from "./event-sender.ts";
import { HubLine } from "./hub-line.ts";
import { createLink } from "./link.ts";
import type { OutboxQueue } from "./outbox-queue.ts";

const FLUSH_ON_STOP_MS = 1500;
const HOUSEKEEPING_MS = 1000;
/** A hub of another version may be replaced, a name may become free. */
const TRY_REFUSED_AGAIN_MS = 30_000;

const helloOf = ({ settings, run }: ChildContext): Hello => ({
  contract: CONTRACT_VERSION,
  node: settings.name,
  boot: run.boot,
  roles: [...settings.roles],
  version: run.version,
  startedAt: run.startedAt,
  clock: Date.now(),
});

/** Joins the session machine to the line, the outbox and the commands. */
export class Uplink {
  readonly #context: ChildContext;
  readonly #outbox: OutboxQueue;
  readonly #link: ReturnType<typeof createLink>;
  readonly #line: HubLine;
  readonly #desk: CommandDesk;
  readonly #sendEvents: () => Promise<void>;
  readonly #housekeeping: NodeJS.Timeout;
  #session: Session = NEW_SESSION;
  #flushing: NodeJS.Timeout | null = null;

  constructor(context: ChildContext, hub: HubSettings, outbox: OutboxQueue) {
    this.#context = context;
    this.#outbox = outbox;
    this.#link = createLink(context, hub, outbox);
    this.#desk = createCommandDesk(context, (result) => {
      const live = this.#live();
      live?.result(result);
      return live !== null;
    });
    this.#sendEvents = createEventSender(outbox, () => this.#live());
    this.#line = new HubLine({ context, hub, handlers: this.#handlers(), enrolling: this.#link.enrolling });
    this.#housekeeping = setInterval(() => this.#keepHouse(), HOUSEKEEPING_MS);
    void this.#line.connect(null);
  }

  facts(changes: readonly FactChange[]): void {
    this.#apply({ type: "changes", at: performance.now(), changes });
  }

  event(event: NumberedEvent): void {
    this.#outbox.add(event);
    void this.#sendEvents();
  }

  result(result: CommandResult): void {
    this.#desk.result(result);
  }

  /** Gives the last events a bounded time to reach the hub. */
  async stop(): Promise<void> {
    const deadline = performance.now() + FLUSH_ON_STOP_MS;
    while (this.#live() && this.#outbox.count() > 0 && performance.now() < deadline) await sleep(10);
    this.#apply({ type: "flush", at: Number.MAX_VALUE, room: true });
    clearInterval(this.#housekeeping);
    if (this.#flushing) clearTimeout(this.#flushing);
    this.#line.close();
    await this.#outbox.close();
  }

  /** The connection while the hub takes what we send. */
  #live(): HubConnection | null {
    return this.#session.phase === "live" ? this.#line.connection : null;
  }

  #keepHouse(): void {
    this.#desk.tick();
    void this.#sendEvents();
    this.#link.tell();
  }

  #apply(event: SessionEvent): void {
    const { session, actions } = step(this.#session, event);
    this.#session = session;
    for (const action of actions) this.#perform(action);
    this.#schedule();
  }

  #perform(action: SessionAction): void {
    if (action.type === "send-hello") void this.#sayHello();
    else if (action.type === "send-snapshot") this.#line.connection?.snapshot(action.snapshot);
    else if (action.type === "send-delta") this.#line.connection?.delta(action.delta);
    else if (action.type === "live") {
      this.#link.connected();
      this.#desk.deliver();
      void this.#sendEvents();
    } else {
      this.#link.refused(action.code, action.message);
      setTimeout(() => this.#reconnect(null), TRY_REFUSED_AGAIN_MS).unref();
    }
  }

  #schedule(): void {
    if (this.#flushing) clearTimeout(this.#flushing);
    this.#flushing = null;
    const { flushAt } = this.#session;
    if (flushAt === null) return;
    const flush = (): void =>
      this.#apply({ type: "flush", at: performance.now(), room: this.#live()?.hasRoom() ?? false });
    this.#flushing = setTimeout(flush, Math.ceil(Math.max(0, flushAt - performance.now())));
  }

  async #sayHello(): Promise<void> {
    const asked = this.#line.connection;
    const reply = await asked?.hello(helloOf(this.#context));
    if (asked !== this.#line.connection || this.#session.phase !== "greeting") return;
    if (reply) this.#apply({ type: "hello-reply", reply });
    else this.#reconnect(null);
  }

  /** Starts over with a fresh socket; `refusal` as HubLine has it. */
  #reconnect(refusal: string | null): void {
    if (this.#line.isClosed) return;
    this.#line.hangUp();
    if (this.#session.phase !== "offline") this.#apply({ type: "disconnected" });
    void this.#line.connect(refusal);
  }

  #handlers(): HubHandlers {
    return {
      connected: () => this.#apply({ type: "connected" }),
      disconnected: (reason) => {
        if (this.#line.isClosed) return;
        this.#link.lost(reason, this.#session.phase === "live");
        this.#apply({ type: "disconnected" });
      },
      failed: (reason, refused) => {
        this.#link.failed(reason, refused);
        if (refused) this.#reconnect(reason);
      },
      command: this.#desk.command,
      resync: () => this.#apply({ type: "resync" }),
      malformed: this.#link.malformed,
    };
  }
}
