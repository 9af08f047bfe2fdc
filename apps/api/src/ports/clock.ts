/** Milliseconds since 1970. */
export interface Clock {
  readonly now: () => number;
  /** Calls back once, not before `at`; the returned function takes it back. */
  readonly wakeAt: (at: number, wake: () => void) => () => void;
}
