import { expect, test } from "vitest";
import {
  emptyQueue,
  type JobAction,
  type JobEvent,
  MAX_WAITING_JOBS,
  PATIENCE_MS,
  queueDeadline,
  stepQueue,
} from "./job-queue.ts";

const play = (events: readonly JobEvent<string>[]) => {
  let state = emptyQueue<string>();
  const actions: JobAction<string>[] = [];
  for (const event of events) {
    const step = stepQueue(state, event);
    state = step.state;
    actions.push(...step.actions);
  }
  return { state, actions };
};
const add = (job: string, at = 0): JobEvent<string> => ({ type: "add", at, job });
const start = (job: string) => ({ type: "start", job });

test("one after another, in order", () => {
  const { actions, state } = play([add("a"), add("b"), add("c"), { type: "ended", at: 5 }, { type: "ended", at: 6 }]);
  expect(actions).toEqual([start("a"), start("b"), start("c")]);
  expect(state.waiting).toEqual([]);
});

test("one that hangs is ended once another waits for it", () => {
  expect(queueDeadline(play([add("a")]).state)).toBe(Number.POSITIVE_INFINITY);
  const { actions } = play([
    add("a"),
    { type: "tick", at: PATIENCE_MS },
    add("b", PATIENCE_MS + 1),
    { type: "tick", at: PATIENCE_MS + 1 },
    { type: "tick", at: PATIENCE_MS + 1000 },
    { type: "tick", at: PATIENCE_MS + 2001 },
    { type: "ended", at: PATIENCE_MS + 2002 },
  ]);
  expect(actions).toEqual([
    start("a"),
    { type: "signal", signal: "SIGTERM" },
    { type: "signal", signal: "SIGKILL" },
    start("b"),
  ]);
});

test("bounded: the oldest that waits goes", () => {
  const jobs = Array.from({ length: MAX_WAITING_JOBS + 2 }, (_, i) => add(String(i)));
  const { actions, state } = play(jobs);
  expect(actions).toEqual([start("0"), { type: "dropped", job: "1" }]);
  expect(state.waiting).toHaveLength(MAX_WAITING_JOBS);
});
