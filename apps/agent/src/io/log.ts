/**
 * Log lines on stderr, one per event, in keepalived's vocabulary so that an operator's grep still works:
 * "2026-01-31T12:00:00.000Z baton_vrrp[123]: (VI_1) Entering MASTER STATE". Control characters are escaped, so
 * nothing that came from the network can forge a line.
 */
export type Log = (text: string) => void;

// biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is the purpose
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;
const escapeControl = (character: string): string => {
  const code = character.charCodeAt(0);
  return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16)}`;
};

/** When whoever reads the log is gone or slow, lines are lost; the work goes on. */
const MAX_UNWRITTEN_BYTES = 1024 * 1024;
let guarded = false;
const guard = (): void => {
  if (!guarded) process.stderr.on("error", () => {});
  guarded = true;
};

export const createLog = (program: string): Log => {
  guard();
  return (text) => {
    if (process.stderr.writableLength > MAX_UNWRITTEN_BYTES) return;
    process.stderr.write(
      `${new Date().toISOString()} ${program}[${process.pid}]: ${text.replace(CONTROL, escapeControl)}\n`,
    );
  };
};

/** Resolves when every line has left this process, or after `ms`: a reader that hangs must not keep us. */
export const flushLog = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    if (process.stderr.writableLength === 0) return resolve();
    process.stderr.write("", () => resolve());
    setTimeout(resolve, ms).unref();
  });
