/**
 * Values that are told when they change, rather than asked for. A checker that follows one waits for a value that it
 * has not seen; the first is told as soon as it is known.
 */
export interface Signals<Value> {
  set(key: string, value: Value): void;
  /** `reader`: who waits. It has one wait at a time; null when nothing of that name is followed any more. */
  next(reader: object, key: string): Promise<Value | null>;
  /** Ends the waiting for every other key. */
  keep(keys: ReadonlySet<string>): void;
}

interface Signal<Value> {
  current: { readonly value: Value } | null;
  readonly waiting: Map<object, (value: Value | null) => void>;
}

export const createSignals = <Value>(): Signals<Value> => {
  const signals = new Map<string, Signal<Value>>();
  const seen = new WeakMap<object, { readonly value: Value }>();

  const signalOf = (key: string): Signal<Value> => {
    const known = signals.get(key);
    if (known) return known;
    const fresh: Signal<Value> = { current: null, waiting: new Map() };
    signals.set(key, fresh);
    return fresh;
  };

  return {
    set: (key, value) => {
      const signal = signalOf(key);
      const current = { value };
      signal.current = current;
      for (const [reader, resolve] of signal.waiting) {
        seen.set(reader, current);
        resolve(value);
      }
      signal.waiting.clear();
    },
    next: (reader, key) => {
      const signal = signalOf(key);
      const { current } = signal;
      if (current && seen.get(reader) !== current) {
        seen.set(reader, current);
        return Promise.resolve(current.value);
      }
      return new Promise((resolve) => signal.waiting.set(reader, resolve));
    },
    keep: (keys) => {
      for (const [key, { waiting }] of signals) {
        if (keys.has(key)) continue;
        signals.delete(key);
        for (const resolve of waiting.values()) resolve(null);
      }
    },
  };
};
