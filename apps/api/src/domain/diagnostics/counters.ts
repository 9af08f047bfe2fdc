/** How often each named thing happened since the start. Names come from code; the bound is for the day one does not. */
export interface Counters {
  readonly count: (name: string) => void;
  readonly read: () => Readonly<Record<string, number>>;
}

const MAX_NAMES = 500;

export const newCounters = (): Counters => {
  const counts = new Map<string, number>();
  return {
    count: (name) => {
      const known = counts.has(name) || counts.size < MAX_NAMES ? name : "other";
      counts.set(known, (counts.get(known) ?? 0) + 1);
    },
    read: () => Object.fromEntries([...counts].sort(([a], [b]) => a.localeCompare(b))),
  };
};
