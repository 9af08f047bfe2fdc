import { type CheckedText, checkText } from "./check.ts";
import type { CheckRequest } from "./check-worker.ts";

/** Longer texts are checked beside the page, so that typing stays smooth. Characters. */
const INLINE_LIMIT = 50_000;

/** Checks a text and calls back with the answer, at once or later; a new question ends the one before. */
export interface Checker {
  readonly check: (text: string, done: (checked: CheckedText) => void) => void;
  readonly close: () => void;
}

interface Answer {
  readonly id: number;
  readonly checked: CheckedText;
}

export const createChecker = (path: string): Checker => {
  let worker: Worker | null = null;
  let last = 0;
  let busy = false;

  const close = (): void => {
    worker?.terminate();
    worker = null;
    busy = false;
  };

  const ask = (request: CheckRequest, done: (checked: CheckedText) => void): void => {
    // Nobody waits for the answer about an older text.
    if (busy) close();
    worker ??= new Worker(new URL("./check-worker.ts", import.meta.url), { type: "module" });
    busy = true;
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      busy = false;
      if (data.id === last) done(data.checked);
    };
    worker.onerror = () => {
      close();
      done(checkText(path, request.text));
    };
    worker.postMessage(request);
  };

  return {
    check: (text, done) => {
      last++;
      if (text.length <= INLINE_LIMIT) done(checkText(path, text));
      else ask({ id: last, path, text }, done);
    },
    close,
  };
};
