/** Deadlines in order: a binary heap, so that ten thousand checkers cost a few comparisons each. */
export interface Schedule<Key> {
  add(key: Key, at: number): void;
  /** The earliest deadline, null when there is none. */
  next(): number | null;
  /** Takes out everything due at `now`, earliest first. */
  takeDue(now: number): Key[];
}

interface Entry<Key> {
  readonly key: Key;
  readonly at: number;
}

export const createSchedule = <Key>(): Schedule<Key> => {
  const heap: Entry<Key>[] = [];
  const at = (index: number): number => heap[index]?.at ?? Number.POSITIVE_INFINITY;

  const swap = (a: number, b: number): void => {
    const [first, second] = [heap[a], heap[b]];
    if (!first || !second) return;
    heap[a] = second;
    heap[b] = first;
  };

  const rise = (from: number): void => {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (at(parent) <= at(index)) return;
      swap(parent, index);
      index = parent;
    }
  };

  const sink = (): void => {
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const child = at(left + 1) < at(left) ? left + 1 : left;
      if (at(index) <= at(child)) return;
      swap(index, child);
      index = child;
    }
  };

  const takeFirst = (): Entry<Key> | undefined => {
    const first = heap[0];
    const last = heap.pop();
    if (last && heap.length > 0) {
      heap[0] = last;
      sink();
    }
    return first;
  };

  return {
    add: (key, deadline) => {
      heap.push({ key, at: deadline });
      rise(heap.length - 1);
    },
    next: () => heap[0]?.at ?? null,
    takeDue: (now) => {
      const due: Key[] = [];
      while (at(0) <= now) {
        const entry = takeFirst();
        if (entry) due.push(entry.key);
      }
      return due;
    },
  };
};
