/**
 * Log lines on stderr, one per event, in keepalived's vocabulary so that an operator's grep still works:
 * "2026-01-31T12:00:00.000Z baton_vrrp[123]: (VI_1) Entering MASTER STATE". Control characters are escaped, so
 * nothing that came from the network can forge a line.
 */
export type Log = (text: string) => void;

// biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is the purpose
const CONTROL = /[\u0000-\u001f\u007f]/g;
const escapeControl = (character: string): string => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;

export const createLog =
  (program: string): Log =>
  (text) => {
    process.stderr.write(
      `${new Date().toISOString()} ${program}[${process.pid}]: ${text.replace(CONTROL, escapeControl)}\n`,
    );
  };
