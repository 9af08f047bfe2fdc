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

/** One look at all routers at one moment. */
interface Survey {
  /** When the first backup's timer ends that has not ended yet. */
  readonly soon: number;
  /** When to be awake next, if nothing happens. */
  readonly nextAt: number;
  readonly isDue: boolean;
  /**
   * Timers run before sockets are read. A backup whose timer ended, or a master that overslept, first hears what has
   * been waiting in the socket: otherwise its own stall would look like the other's death.
   */
  readonly mustListen: boolean;
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
    let at = Number.POSITIVE_INFINITY;
    for (const router of this.#context.routers.values()) at = Math.min(at, wakeUpAt(router.state, deadlineOf(router)));
    this.#setAlarm(at);
  }

  #setAlarm(at: number): void {
    this.#alarmAt = Number.POSITIVE_INFINITY;
    this.expect(Math.min(at, this.#context.alsoAt()));
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
    let seen = this.#waitOut(this.#survey(now), now);
    if (seen.mustListen) {
      this.#context.listen();
      seen = this.#survey(this.#context.now());
    }
    if (seen.isDue) this.#tickDue(this.#context.now());
    else this.#setAlarm(seen.nextAt);
  }

  /** Hundreds of routers in a cache gone cold are the greater part of a wake-up, so they are looked at once. */
  #survey(now: number): Survey {
    let [soon, nextAt] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    let [isDue, mustListen] = [false, false];
    for (const router of this.#context.routers.values()) {
      const { params, state } = router;
      const { phase } = state;
      const deadline = deadlineOf(router);
      nextAt = Math.min(nextAt, wakeUpAt(state, deadline));
      if (now >= deadline) isDue = true;
      if (phase.name === "backup") {
        if (now >= deadline) mustListen = true;
        else soon = Math.min(soon, deadline);
      } else if (phase.name === "master" && now >= phase.advertAt + params.advertInterval) mustListen = true;
    }
    return { soon, nextAt, isDue, mustListen };
  }

  /** The last moment before a backup's timer ends is waited out awake; it is at most the head start. */
  #waitOut(seen: Survey, now: number): Survey {
    if (seen.soon - now > HEAD_START_MS) return seen;
    while (this.#context.now() < seen.soon);
    return this.#survey(this.#context.now());
  }

  #meetLag(lagMs: number): void {
    this.#lag = recordLag(this.#lag, Math.max(0, lagMs));
    if (lagMs < STALL_MS || !this.#stalls.allows("stall", this.#context.now())) return;
    this.#context.log(`woke up ${Math.round(lagMs)} ms late (so far: ${describeLag(this.#lag)})`);
  }

  #tickDue(at: number): void {
    const { routers, settle, together, tick } = this.#context;
    // A sync group looks at the timers of its other members too.
    settle();
    together(() => {
      for (const router of routers.values()) if (at >= deadlineOf(router)) tick(router, at);
    });
    this.rearm();
  }
}
