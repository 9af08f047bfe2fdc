import type { TcpCheck } from "@baton/shared/config/model-checks.ts";
import { Fifo } from "../../core/health/fifo.ts";
import type { ProbeOutcome } from "../../core/health/probe-outcome.ts";
import { NO_SHORTAGE, type Shortage, stepShortage } from "../../core/health/shortage.ts";
import { UnderWay } from "../../core/health/under-way.ts";
import { EarliestTimer } from "../earliest-timer.ts";
import { classifyErrno, TIMED_OUT } from "./classify.ts";
import { PollSet } from "./poll-set.ts";
import type { TcpCalls } from "./tcp-calls.ts";
import { placeOfCheck, type TcpPlace } from "./tcp-place.ts";
import { createTcpSockets, type TcpSockets } from "./tcp-sockets.ts";

export interface TcpBatchDeps {
  readonly calls: TcpCalls;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
  /** Connections under way at once; further probes wait. */
  readonly limit: number;
  /** Told in a sentence when probes have to wait for file descriptors, and when no longer. */
  readonly warn: (text: string) => void;
}

interface Probe {
  readonly check: TcpCheck;
  readonly place: TcpPlace;
  readonly resolve: (outcome: ProbeOutcome) => void;
  /** Negative before it has begun, and when it ended with that. */
  fd: number;
  deadline: number;
}

/** Started in one go, before anything else has its turn: some milliseconds. */
const SLICE = 64;
/** When the host has no file descriptor to give, milliseconds. */
const SHORTAGE_PAUSE_MS = 100;
const NO_DESCRIPTOR = "this host has no file descriptor or no memory for one more socket";
/** Errors of socket(2) that say nothing about the server. */
const SHORTAGES = new Set(["EMFILE", "ENFILE", "ENOBUFS", "ENOMEM"]);
const CALLED_OFF: ProbeOutcome = { ok: false, kind: "other", reason: "the probe was called off" };
const CONNECTED: ProbeOutcome = { ok: true };

/**
 * TCP probes by the dozen: what is due together is started together and looked after together. A probe waits, is started in
 * a slice, and either its connection is there at once or it is under way until a look finds it done or its time over.
 */
export class TcpBatch {
  readonly #deps: TcpBatchDeps;
  readonly #calls: TcpCalls;
  readonly #sockets: TcpSockets;
  readonly #polls: PollSet;
  readonly #places = new WeakMap<TcpCheck, TcpPlace | null>();
  /** Not started yet. */
  readonly #waiting = new Fifo<Probe>();
  /** Connections that were not there at once, by file descriptor. */
  readonly #underWay = new UnderWay<Probe>();
  /** For the connections under way, their time-outs, and probes that wait for a file descriptor. */
  readonly #timer: EarliestTimer;
  #startsSoon = false;
  #shortage: Shortage = NO_SHORTAGE;
  #closed = false;

  constructor(deps: TcpBatchDeps) {
    this.#deps = deps;
    this.#calls = deps.calls;
    this.#sockets = createTcpSockets(deps.calls);
    this.#polls = new PollSet(deps.calls, SLICE);
    this.#timer = new EarliestTimer(deps.now, () => this.#look());
  }

  /** Null for a check that this way does not suit. Never rejects. */
  probe(check: TcpCheck): Promise<ProbeOutcome> | null {
    const place = this.#placeOf(check);
    if (!place) return null;
    if (this.#closed) return Promise.resolve(CALLED_OFF);
    return new Promise((resolve) => {
      this.#waiting.add({ check, place, resolve, fd: -1, deadline: 0 });
      // The first slice goes when all that is due has been asked for, without another turn of the event loop.
      this.#startSoon(queueMicrotask);
    });
  }

  /** Calls off what is under way. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#timer.cancel();
    for (const probe of this.#underWay.takeAll()) this.#end(probe, CALLED_OFF);
    for (const probe of this.#waiting.takeAll()) probe.resolve(CALLED_OFF);
    this.#sockets.close();
    this.#calls.end();
  }

  #placeOf(check: TcpCheck): TcpPlace | null {
    const known = this.#places.get(check);
    if (known !== undefined) return known;
    const place = placeOfCheck(check);
    this.#places.set(check, place);
    return place;
  }

  #startSoon(soon: (start: () => void) => void): void {
    if (this.#startsSoon || this.#waiting.size === 0) return;
    this.#startsSoon = true;
    soon(this.#startSlice);
  }

  readonly #startSlice = (): void => {
    this.#startsSoon = false;
    const started: Probe[] = [];
    const refused = this.#begin(started);
    if (started.length > 0) this.#sift(started);
    const isFull = this.#waiting.size > 0 && this.#underWay.size >= this.#deps.limit;
    const full = isFull ? `${this.#deps.limit} probes at once are the limit of this process` : null;
    this.#noteShortage(refused ? NO_DESCRIPTOR : full);
    if (!refused && !isFull) this.#startSoon(setImmediate);
    this.#arm();
  };

  /** Begins what waits, up to a slice, and adds what is on its way to `started`; true when there was no file descriptor for the next. */
  #begin(started: Probe[]): boolean {
    for (let probe = this.#waiting.first(); probe; probe = this.#waiting.first()) {
      if (started.length >= SLICE || this.#underWay.size + started.length >= this.#deps.limit) return false;
      if (!this.#open(probe)) return true;
      this.#waiting.takeFirst();
      if (probe.fd >= 0) started.push(probe);
    }
    return false;
  }

  /** False when there is no file descriptor for it now. */
  #open(probe: Probe): boolean {
    const fd = this.#sockets.take(probe.place);
    if (typeof fd === "string") {
      if (SHORTAGES.has(fd)) return false;
      probe.resolve(classifyErrno(fd));
      return true;
    }
    probe.fd = fd;
    probe.deadline = this.#deps.now() + probe.check.connectTimeout;
    const code = this.#sockets.connect(fd, probe.place);
    if (code !== null) {
      this.#end(probe, classifyErrno(code));
      probe.fd = -1;
    }
    return true;
  }

  /** Some are there already, such as within this host; the others are watched. */
  #sift(started: readonly Probe[]): void {
    started.forEach((probe, index) => {
      this.#polls.put(index, probe.fd);
    });
    this.#polls.poll(started.length);
    started.forEach((probe, index) => {
      const news = this.#polls.news(index);
      if (news === "none") this.#watch(probe);
      else if (news === "failed") this.#judge(probe);
      else this.#endAtOnce(probe);
    });
  }

  #watch(probe: Probe): void {
    const code = this.#calls.watch(probe.fd);
    if (code === null) this.#underWay.add(probe.fd, probe);
    else this.#end(probe, classifyErrno(code));
  }

  #look(): void {
    for (const fd of this.#calls.ready()) {
      const probe = this.#underWay.take(fd);
      if (probe) this.#judge(probe);
    }
    for (const probe of this.#underWay.takeOverdue(this.#deps.now())) this.#end(probe, TIMED_OUT);
    this.#underWay.looked();
    this.#startSoon(setImmediate);
    this.#arm();
  }

  /** By what the kernel says became of its connection. */
  #judge(probe: Probe): void {
    const code = this.#calls.error(probe.fd);
    this.#end(probe, code === null ? CONNECTED : classifyErrno(code));
  }

  #end(probe: Probe, outcome: ProbeOutcome): void {
    this.#calls.close(probe.fd);
    probe.resolve(outcome);
  }

  /** The socket of a connection that was there at once is as good as new when that is reset. */
  #endAtOnce(probe: Probe): void {
    this.#sockets.giveBack(probe.fd, probe.place);
    probe.resolve(CONNECTED);
  }

  #noteShortage(reason: string | null): void {
    if (reason === null && this.#shortage.reason === null) return;
    const counts = { waiting: this.#waiting.size, underWay: this.#underWay.size };
    const { shortage, says } = stepShortage(this.#shortage, reason, counts, this.#deps.now());
    this.#shortage = shortage;
    if (says !== null) this.#deps.warn(says);
  }

  #arm(): void {
    const isEmpty = this.#underWay.size === 0;
    if (this.#closed || (isEmpty && this.#shortage.reason === null)) return;
    const at = this.#deps.now();
    this.#timer.ask(isEmpty ? at + SHORTAGE_PAUSE_MS : this.#underWay.nextLook(at));
  }
}
