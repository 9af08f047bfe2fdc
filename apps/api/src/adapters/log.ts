import type { Log, LogFields } from "../ports/log.ts";

const valueText = (value: string | number | boolean | null): string =>
  typeof value === "string" && /[\s"=]|^$/.test(value) ? JSON.stringify(value) : String(value);

/** One line, without a line feed whatever the fields carry: some of it comes off the network. */
export const logLine = (at: Date, level: string, message: string, fields: LogFields = {}): string => {
  const parts = Object.entries(fields).map(([name, value]) => `${name}=${valueText(value)}`);
  const line = [at.toISOString(), level, message, ...parts].join(" ");
  return line.replace(/[\p{Cc}\u2028\u2029]/gu, " ").slice(0, 4_000);
};

/** When whoever reads the output is gone, lines are lost and the hub goes on. */
export const outliveReaders = (): void => {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
};

/** Lines to stderr, where a service manager expects them. */
export const stderrLog: Log = {
  info: (message, fields) => console.error(logLine(new Date(), "info", message, fields)),
  warn: (message, fields) => console.error(logLine(new Date(), "warn", message, fields)),
  error: (message, fields) => console.error(logLine(new Date(), "error", message, fields)),
};
