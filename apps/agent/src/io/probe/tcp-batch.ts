import type { TcpCheck } from "@baton/shared/config/model-checks.ts";
import type { ProbeOutcome } from "../../core/health/probe-outcome.ts";
import { classifyErrno, TIMED_OUT } from "./classify.ts";
import type { TcpCalls } from "./tcp-calls.ts";
import { placeOfCheck, type TcpPlace } from "./tcp-place.ts";
import { createTcpSockets } from "./tcp-sockets.ts";

/** TCP probes by the dozen: what is due together is started together and looked after together. */
export interface TcpBatch {
  /** Null for a check that this way does not suit. Never rejects. */
  probe(check: TcpCheck): Promise<ProbeOutcome> | null;
  /** Calls off what is under way. */
  close(): void;
}

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
  fd: number;
  deadline: number;
}

/** Started in one go, before anything else has its turn: some milliseconds. */
const SLICE = 64;
/** Pauses between looks at connections under way, milliseconds: long ones for those that have taken long already. */
const FIRST_LOOK_MS = 2;
const LONGEST_LOOK_MS = 64;
/** The queue is cut when this many at its head have been started. */
const TRIM_AFTER = 4096;
/** When the host has no file descriptor to give, milliseconds. */
const SHORTAGE_PAUSE_MS = 100;
const NO_DESCRIPTOR = "this host has no file descriptor or no memory for one more socket";
/** From one warning to the next, milliseconds. */
const QUIET_MS = 60_000;
/** struct pollfd: int fd, short events, short revents. */
const POLLFD_BYTES = 8;
const POLLOUT = 4;
const POLLERR_OR_HUP = 0x18;
/** Errors of socket(2) that say nothing about the server. */
const SHORTAGES = new Set(["EMFILE", "ENFILE", "ENOBUFS", "ENOMEM"]);
const CALLED_OFF: ProbeOutcome = { ok: false, kind: "other", reason: "the probe was called off" };
const CONNECTED: ProbeOutcome = { ok: true };

export const createTcpBatch = ({ calls, now, limit, warn }: TcpBatchDeps): TcpBatch => {
  const sockets = createTcpSockets(calls);
  const places = new WeakMap<TcpCheck, TcpPlace | null>();
  /** Not started yet, first come first served; those before `head` have been. */
  let waiting: Probe[] = [];
  let head = 0;
  /** Connections that were not there at once, by file descriptor. */
  const underWay = new Map<number, Probe>();
  let earliest = Number.POSITIVE_INFINITY;
  let startsSoon = false;
  let shortage: string | null = null;
  let warnedOf = false;
  let quietUntil = Number.NEGATIVE_INFINITY;
  let pause = FIRST_LOOK_MS;
  let timer: NodeJS.Timeout | null = null;
  let lookAt = 0;
  let closed = false;
  const pollfds = new ArrayBuffer(SLICE * POLLFD_BYTES);
  const pollBytes = new Uint8Array(pollfds);
  const pollFd = new Int32Array(pollfds);
  const pollEvents = new Int16Array(pollfds);

  const settle = (probe: Probe, outcome: ProbeOutcome): void => {
    calls.close(probe.fd);
    probe.resolve(outcome);
  };

  const judge = (probe: Probe, failed: boolean): void => {
    const code = failed ? calls.error(probe.fd) : null;
    settle(probe, code === null ? CONNECTED : classifyErrno(code));
  };

  /** The socket of a connection that was there at once is as good as new when that is reset. */
  const judgeAtOnce = (probe: Probe, failed: boolean): void => {
    if (failed) judge(probe, true);
    else {
      sockets.giveBack(probe.fd, probe.place);
      probe.resolve(CONNECTED);
    }
  };

  const connect = (fd: number, { options, from, to }: TcpPlace): string | null => {
    for (const [option, value] of options) {
      const code = calls.setOption(fd, option, value);
      if (code !== null) return code;
    }
    return (from && calls.bind(fd, from)) ?? calls.connect(fd, to);
  };

  /** False when there is no file descriptor for it now. */
  const open = (probe: Probe): boolean => {
    const fd = sockets.take(probe.place);
    if (typeof fd === "string") {
      if (SHORTAGES.has(fd)) return false;
      probe.resolve(classifyErrno(fd));
      return true;
    }
    probe.fd = fd;
    probe.deadline = now() + probe.check.connectTimeout;
    const code = connect(fd, probe.place);
    if (code !== null) {
      settle(probe, classifyErrno(code));
      probe.fd = -1;
    }
    return true;
  };

  /** Says why probes wait, and when none does any longer; not again and again while it comes and goes. */
  const noteShortage = (reason: string | null): void => {
    if (reason === null && waiting.length > 0) return;
    const was = shortage;
    shortage = reason;
    if (reason === null && was !== null && warnedOf) {
      warnedOf = false;
      warn("no probe waits for a file descriptor any longer");
    }
    if (reason === null || was !== null || now() < quietUntil) return;
    warnedOf = true;
    quietUntil = now() + QUIET_MS;
    warn(`${reason}; with ${underWay.size} connections under way, ${waiting.length - head} probes wait`);
  };

  const follow = (probe: Probe): void => {
    underWay.set(probe.fd, probe);
    earliest = Math.min(earliest, probe.deadline);
    pause = FIRST_LOOK_MS;
  };

  /** Those that are there already, such as within this host; the others are watched. */
  const sift = (started: readonly Probe[]): void => {
    started.forEach((probe, index) => {
      pollFd[2 * index] = probe.fd;
      pollEvents[4 * index + 2] = POLLOUT;
      pollEvents[4 * index + 3] = 0;
    });
    calls.poll(pollBytes, started.length);
    for (const [index, probe] of started.entries()) {
      const news = pollEvents[4 * index + 3] ?? 0;
      const code = news === 0 ? calls.watch(probe.fd) : null;
      if (news !== 0) judgeAtOnce(probe, (news & POLLERR_OR_HUP) !== 0);
      else if (code !== null) settle(probe, classifyErrno(code));
      else follow(probe);
    }
  };

  /** Takes probes that have been started off the queue. */
  const trim = (): void => {
    if (head < waiting.length && head < TRIM_AFTER) return;
    waiting = waiting.slice(head);
    head = 0;
  };

  const startSlice = (): void => {
    startsSoon = false;
    const started: Probe[] = [];
    let refused = false;
    for (let probe = waiting[head]; probe && started.length < SLICE; probe = waiting[head]) {
      if (underWay.size + started.length >= limit) break;
      refused = !open(probe);
      if (refused) break;
      head += 1;
      if (probe.fd >= 0) started.push(probe);
    }
    trim();
    if (started.length > 0) sift(started);
    const isFull = waiting.length > 0 && underWay.size >= limit;
    noteShortage(refused ? NO_DESCRIPTOR : isFull ? `${limit} probes at once are the limit of this process` : null);
    if (!refused && !isFull) startSoon();
    arm();
  };

  const startSoon = (soon: (start: () => void) => void = setImmediate): void => {
    if (startsSoon || waiting.length === 0) return;
    startsSoon = true;
    soon(startSlice);
  };

  const expire = (at: number): void => {
    earliest = Number.POSITIVE_INFINITY;
    for (const probe of underWay.values()) {
      if (probe.deadline > at) {
        earliest = Math.min(earliest, probe.deadline);
        continue;
      }
      underWay.delete(probe.fd);
      settle(probe, TIMED_OUT);
    }
  };

  const look = (): void => {
    timer = null;
    for (const fd of calls.ready()) {
      const probe = underWay.get(fd);
      if (!probe) continue;
      underWay.delete(fd);
      judge(probe, true);
    }
    const at = now();
    if (earliest <= at) expire(at);
    pause = Math.min(pause * 2, LONGEST_LOOK_MS);
    startSoon();
    arm();
  };

  /** One timer: for the connections under way, their time-outs, and probes that wait for a file descriptor. */
  const arm = (): void => {
    if (closed || (underWay.size === 0 && shortage === null)) return;
    const at = now();
    const next = underWay.size === 0 ? at + SHORTAGE_PAUSE_MS : Math.min(at + pause, Math.max(at, earliest));
    if (timer && lookAt <= next) return;
    if (timer) clearTimeout(timer);
    lookAt = next;
    timer = setTimeout(look, Math.ceil(next - at));
  };

  const placeOf = (check: TcpCheck): TcpPlace | null => {
    const known = places.get(check);
    if (known !== undefined) return known;
    const place = placeOfCheck(check);
    places.set(check, place);
    return place;
  };

  return {
    probe: (check) => {
      const place = placeOf(check);
      if (!place) return null;
      if (closed) return Promise.resolve(CALLED_OFF);
      return new Promise((resolve) => {
        waiting.push({ check, place, resolve, fd: -1, deadline: 0 });
        // The first slice goes when all that is due has been asked for, without another turn of the event loop.
        startSoon(queueMicrotask);
      });
    },
    close: () => {
      if (closed) return;
      closed = true;
      if (timer) clearTimeout(timer);
      for (const probe of underWay.values()) settle(probe, CALLED_OFF);
      for (const probe of waiting.slice(head)) probe.resolve(CALLED_OFF);
      underWay.clear();
      waiting = [];
      head = 0;
      sockets.close();
      calls.end();
    },
  };
};
