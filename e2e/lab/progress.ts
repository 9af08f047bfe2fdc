import { speak } from "../vm/speech.ts";

/** One line for every finished phase, with its own time and the time since the start. */
export interface Progress {
  phase<T>(name: string, work: () => Promise<T>): Promise<T>;
  note(text: string): void;
  /** Milliseconds since the start. */
  elapsed(): number;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1).padStart(5)} s`;

export const createProgress = (print: (line: string) => void): Progress => {
  const start = performance.now();
  const elapsed = (): number => performance.now() - start;
  return {
    elapsed,
    note: (text) => print(text),
    phase: async (name, work) => {
      const from = performance.now();
      const value = await work();
      print(`[${seconds(elapsed())}] ${speak(name)} (${seconds(performance.now() - from).trim()})`);
      return value;
    },
  };
};
