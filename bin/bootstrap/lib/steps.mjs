import { say } from "./language.mjs";

const started = Date.now();

export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/**
 * Numbered steps with elapsed time. A step's body returns what it did in a few words, or null when there was nothing to
 * do; quiet steps keep a second start short. On a terminal a running step shows its seconds.
 */
export function createSteps(total) {
  let number = 0;
  return async (title, body) => {
    number += 1;
    const head = `[${number}/${total}] ${say(title)}`;
    const begin = Date.now();
    const stop = showRunning(head, begin);
    const note = (text) => {
      stop.clear();
      process.stdout.write(`      ${say(text)}\n`);
    };
    try {
      const done = await body(note);
      stop.end();
      process.stdout.write(`${head}: ${say(done ?? "nothing to do")} (${seconds(Date.now() - begin)})\n`);
    } catch (error) {
      stop.end();
      process.stdout.write(`${head}: ${say("failed")} (${seconds(Date.now() - begin)})\n`);
      throw error;
    }
  };
}

export const sinceStart = () => seconds(Date.now() - started);

function showRunning(head, begin) {
  if (!process.stdout.isTTY) return { clear() {}, end() {} };
  const clear = () => process.stdout.write("\r\x1b[2K");
  const timer = setInterval(() => {
    clear();
    process.stdout.write(`${head} ... ${Math.round((Date.now() - begin) / 1000)} s`);
  }, 1000);
  return {
    clear,
    end() {
      clearInterval(timer);
      clear();
    },
  };
}
