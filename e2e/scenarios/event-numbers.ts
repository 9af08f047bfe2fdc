/** How an event is named for ever: its agent, that agent's start, and a number counting from 1 within it. */
export interface EventName {
  readonly node: string;
  readonly boot: string;
  readonly seq: number;
}

/** A sentence for every number that is missing or there twice; empty when each start's numbers run from 1 without a hole. */
export const numberProblems = (events: readonly EventName[]): string[] => {
  const runs = new Map<string, number[]>();
  for (const { node, boot, seq } of events) {
    const key = `${node}, start ${boot}`;
    runs.set(key, [...(runs.get(key) ?? []), seq]);
  }
  return [...runs].flatMap(([key, numbers]) => {
    const present = new Set(numbers);
    const highest = Math.max(...numbers);
    const missing = Array.from({ length: highest }, (_, index) => index + 1).filter((seq) => !present.has(seq));
    return [
      ...(missing.length > 0 ? [`${key}: no event ${missing.join(", ")} of ${highest}`] : []),
      ...(present.size < numbers.length ? [`${key}: ${numbers.length - present.size} events are there twice`] : []),
    ];
  });
};
