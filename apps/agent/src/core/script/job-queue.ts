/** Notifications of one instance: one after another, in order. Pure; times in monotonic ms. */

export interface JobQueue<Job> {
  readonly running: {
    readonly job: Job;
    readonly since: number;
    readonly signals: number;
    readonly signalAt: number;
  } | null;
  readonly waiting: readonly Job[];
}

export type JobEvent<Job> =
  | { readonly type: "add"; readonly at: number; readonly job: Job }
  | { readonly type: "ended"; readonly at: number }
  | { readonly type: "tick"; readonly at: number };

export type JobAction<Job> =
  | { readonly type: "start"; readonly job: Job }
  | { readonly type: "signal"; readonly signal: "SIGTERM" | "SIGKILL" }
  /** More were waiting than are kept; the oldest went. */
  | { readonly type: "dropped"; readonly job: Job };

export interface JobStep<Job> {
  readonly state: JobQueue<Job>;
  readonly actions: readonly JobAction<Job>[];
}

export const MAX_WAITING_JOBS = 32;
/** A script may run as long as it likes, but no longer than this while another one waits for it. */
export const PATIENCE_MS = 30_000;
const TERM_GRACE_MS = 2000;

export const emptyQueue = <Job>(): JobQueue<Job> => ({ running: null, waiting: [] });

export const queueDeadline = <Job>({ running, waiting }: JobQueue<Job>): number =>
  running && waiting.length > 0 ? running.signalAt : Number.POSITIVE_INFINITY;

const begin = <Job>(job: Job, waiting: readonly Job[], at: number): JobStep<Job> => ({
  state: { running: { job, since: at, signals: 0, signalAt: at + PATIENCE_MS }, waiting },
  actions: [{ type: "start", job }],
});

const add = <Job>(state: JobQueue<Job>, job: Job, at: number): JobStep<Job> => {
  if (!state.running) return begin(job, [], at);
  const waiting = [...state.waiting, job];
  const [oldest, ...kept] = waiting;
  if (oldest === undefined || waiting.length <= MAX_WAITING_JOBS) return { state: { ...state, waiting }, actions: [] };
  return { state: { ...state, waiting: kept }, actions: [{ type: "dropped", job: oldest }] };
};

const tick = <Job>(state: JobQueue<Job>, at: number): JobStep<Job> => {
  const { running } = state;
  if (!running || at < queueDeadline(state)) return { state, actions: [] };
  const first = running.signals === 0;
  const signalAt = first ? at + TERM_GRACE_MS : Number.POSITIVE_INFINITY;
  return {
    state: { ...state, running: { ...running, signals: running.signals + 1, signalAt } },
    actions: [{ type: "signal", signal: first ? "SIGTERM" : "SIGKILL" }],
  };
};

export const stepQueue = <Job>(state: JobQueue<Job>, event: JobEvent<Job>): JobStep<Job> => {
  if (event.type === "add") return add(state, event.job, event.at);
  if (event.type === "tick") return tick(state, event.at);
  const [next, ...rest] = state.waiting;
  return next === undefined ? { state: emptyQueue(), actions: [] } : begin(next, rest, event.at);
};
