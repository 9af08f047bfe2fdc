import { errorText } from "@baton/shared/base/error-text.ts";
import type { BfdInstance } from "@baton/shared/config/model-bfd.ts";
import { type BfdPacket, encodeBfd } from "../../core/bfd/packet.ts";
import {
  type BfdAction,
  type BfdEvent,
  type BfdSession,
  nextBfdDeadline,
  startBfd,
  stepBfd,
} from "../../core/bfd/session.ts";
import type { BfdSender } from "../../io/bfd/bfd-sockets.ts";
import type { BfdWord } from "../../ports/process-channel.ts";

export interface RunningBfdDeps {
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  /** Rejects while the source address is not on this host. */
  readonly openSender: (instance: BfdInstance) => Promise<BfdSender>;
  readonly tell: (word: BfdWord) => void;
  readonly log: (text: string) => void;
}

/** A source address that is not here yet may come; milliseconds. */
const RETRY_MS = 1000;

/** How long a new session may take before it counts as down: at least this, and so many packets; milliseconds. */
const PATIENCE_MS = 3000;
const PATIENCE_PACKETS = 3;

const cancel = (timer: NodeJS.Timeout | null): void => {
  if (timer) clearTimeout(timer);
};

/** One session with its socket and its timer, from when it is made until it is ended. */
export class RunningBfd {
  readonly instance: BfdInstance;
  readonly #deps: RunningBfdDeps;
  #session: BfdSession;
  #sender: BfdSender | null = null;
  /** To its next deadline, or until the sender is tried again. */
  #timer: NodeJS.Timeout | null = null;
  /** Ends the patience with a session that has not come up yet. */
  readonly #patience: NodeJS.Timeout;
  #ended = false;

  constructor(instance: BfdInstance, discriminator: number, deps: RunningBfdDeps) {
    this.instance = instance;
    this.#deps = deps;
    this.#session = startBfd(instance, discriminator, deps.now());
    // When this process had to be started again, what was said before it died holds meanwhile.
    const say = (): void => deps.tell({ name: instance.name, up: false, reason: "the session is not up yet" });
    this.#patience = setTimeout(say, Math.max(PATIENCE_MS, PATIENCE_PACKETS * instance.idleTx));
    void this.#open(true);
  }

  get discriminator(): number {
    return this.#session.discriminator;
  }

  hear(packet: BfdPacket): void {
    this.#step({ type: "packet", at: this.#deps.now(), random: this.#deps.random(), packet });
  }

  /** Tells the neighbour; resolves when it has been said. */
  async end(): Promise<void> {
    this.#ended = true;
    cancel(this.#patience);
    this.#step({ type: "stop" });
    await this.#sender?.close();
  }

  async #open(isFirst: boolean): Promise<void> {
    try {
      const sender = await this.#deps.openSender(this.instance);
      if (this.#ended) return void sender.close();
      this.#sender = sender;
      this.#wake();
    } catch (error) {
      if (this.#ended) return;
      const why = errorText(error);
      if (isFirst) this.#deps.log(`BFD_Instance(${this.instance.name}) can't send yet: ${why}`);
      this.#timer = setTimeout(() => void this.#open(false), RETRY_MS);
    }
  }

  #wake(): void {
    this.#step({ type: "tick", at: this.#deps.now(), random: this.#deps.random() });
  }

  #step(event: BfdEvent): void {
    const { session, actions } = stepBfd(this.instance, this.#session, event);
    this.#session = session;
    for (const action of actions) {
      if (action.type === "send") this.#sender?.send(encodeBfd(action.packet));
      else this.#tellChange(action);
    }
    this.#arm();
  }

  #arm(): void {
    cancel(this.#timer);
    const due = nextBfdDeadline(this.#session);
    this.#timer =
      due === null || this.#ended ? null : setTimeout(() => this.#wake(), Math.max(0, due - this.#deps.now()));
  }

  #tellChange({ from, to, reason, byHand }: Extract<BfdAction, { type: "changed" }>): void {
    const { name } = this.instance;
    const up = to === "up";
    this.#deps.log(`BFD_Instance(${name}) Entering ${to.toUpperCase()} state: ${reason}`);
    if (up) cancel(this.#patience);
    if (up || (from === "up" && !byHand)) this.#deps.tell({ name, up, reason: up ? "the session is up" : reason });
  }
}
