export interface Clock {
  /** Milliseconds, with fractions, that never go back and stand still for no one. */
  monotonic(): number;
  /** Milliseconds since 1970; may jump. */
  wall(): number;
}
