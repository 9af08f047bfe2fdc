import { HEAD_START_MS, wakeUpAt } from "../../core/vrrp/next-deadline.ts";
import { describeLag, type LagHistogram, NO_LAG, recordLag } from "../../core/vrrp/track-lag.ts";
import { type Alarm, createAlarm } from "./alarm.ts";
import { createRateLimit } from "./rate-limit.ts";
import { deadlineOf, type Router } from "./router.ts";

/** A wake-up that is later than this is told. */
const STALL_MS = 100;

export interface WakeUpsContext {
  readonly now: () => number;
  readonly log: (line: string) => void;
  readonly routers: ReadonlyMap<string, Router>;
  /** Reads every packet that has come already. */
  readonly listen: () => void;
  /** Delivers what the routers have heard and not been told yet. */
  readonly settle: () => void;
  /** Sends the adverts of all routers that are due in as few system calls as possible. */
  readonly together: (work: () => void) => void;
  /** When something other than the routers wants a wake-up. */
  readonly alsoAt: () => number;
  /** At every wake-up, before the routers. */
  readonly onWake: (now: number) => void;
  readonly tick: (router: Router, at: number) => void;
}

/** The one alarm, how late it rang, and what is done first when it was late. */
export class WakeUps {
  readonly #context: WakeUpsContext;
  readonly #alarm: Alarm;
  readonly #stalls = createRateLimit();
  #lag: LagHistogram = NO_LAG;
  /** What the alarm is set to. */
  #alarmAt = Number.POSITIVE_INFINITY;
  #closed = false;

  constructor(context: WakeUpsContext) {
    this.#context = context;
    this.#alarm = createAlarm(context.now, () => this.#wake());
  }

  /** Only ever brings the alarm forward: one that rings for nothing costs less than looking at all on every advert. */
  expect(at: number): void {
    if (at >= this.#alarmAt || this.#closed) return;
    this.#alarmAt = at;
    this.#alarm.set(at);
  }

  rearm(): void {
    let at = this.#context.alsoAt();
    for (const router of this.#context.routers.values()) at = Math.min(at, wakeUpAt(router.state, deadlineOf(router)));
    this.#alarmAt = Number.POSITIVE_INFINITY;
    this.expect(at);
  }

  /** No wake-up follows. */
  close(): void {
    this.#closed = true;
    this.#alarm.set(Number.POSITIVE_INFINITY);
  }

  get lag(): LagHistogram {
    return this.#lag;
  }

  describeLag(): string {
    return describeLag(this.#lag);
  }

  #wake(): void {
    if (this.#closed) return;
    const now = this.#context.now();
    if (Number.isFinite(this.#alarmAt)) this.#meetLag(now - this.#alarmAt);
    // Nothing may set the alarm between here and the end of the wake-up.
    this.#alarmAt = Number.NEGATIVE_INFINITY;
    this.#context.onWake(now);
    this.#waitOut(now);
    if (this.#mustListenFirst(this.#context.now())) this.#context.listen();
    this.#tickDue(this.#context.now());
  }

  /** The last moment before a backup's timer ends is waited out awake; it is at most the head start. */
  #waitOut(now: number): void {
    let soon = Number.POSITIVE_INFINITY;
    for (const router of this.#context.routers.values()) {
      if (router.state.phase.name !== "backup") continue;
      const deadline = deadlineOf(router);
      if (deadline > now) soon = Math.min(soon, deadline);
    }
    if (soon - now > HEAD_START_MS) return;
    while (this.#context.now() < soon);
  }

  #meetLag(lagMs: number): void {
    this.#lag = recordLag(this.#lag, Math.max(0, lagMs));
    if (lagMs < STALL_MS || !this.#stalls.allows("stall", this.#context.now())) return;
    this.#context.log(`woke up ${Math.round(lagMs)} ms late (so far: ${describeLag(this.#lag)})`);
  }

  /**
   * Timers run before sockets are read. A backup whose timer ended, or a master that overslept, first hears what has
   * been waiting in the socket: otherwise its own stall would look like the other's death.
   */
  #mustListenFirst(now: number): boolean {
    for (const router of this.#context.routers.values()) {
      const { params, state } = router;
      const { phase } = state;
      if (phase.name === "backup" && now >= deadlineOf(router)) return true;
      if (phase.name === "master" && now >= phase.advertAt + params.advertInterval) return true;
    }
    return false;
  }

  #tickDue(at: number): void {
    const isDue = (router: Router): boolean => at >= deadlineOf(router);
    const all = [...this.#context.routers.values()];
    if (all.some(isDue)) {
      // A sync group looks at the timers of its other members too.
      this.#context.settle();
      this.#context.together(() => {
        for (const router of all) if (isDue(router)) this.#context.tick(router, at);
      });
    }
    this.rearm();
  }
}
