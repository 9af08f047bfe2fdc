/** Clock time of an instant (milliseconds since 1970) in the reader's zone; with its day when that is not today. */
export const formatClock = (at: number, now: number, language: string): string => {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
  const time = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
  const day = { month: "short", day: "numeric" } as const;
  return new Intl.DateTimeFormat(language, sameDay ? time : { ...day, ...time }).format(at);
};

/** Milliseconds as a figure: two digits below 10, whole above 100. */
export const formatMs = (ms: number, language: string): string => {
  const digits = ms < 10 ? 2 : ms < 100 ? 1 : 0;
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits, minimumFractionDigits: digits }).format(ms);
};

export const formatCount = (count: number, language: string): string => new Intl.NumberFormat(language).format(count);

/** Seconds with milliseconds, for steps of a drill: "+1.034 s". */
export const formatOffset = (ms: number): string => `${ms < 0 ? "-" : "+"}${(Math.abs(ms) / 1000).toFixed(3)} s`;

const BYTE_UNITS = ["B", "kB", "MB", "GB", "TB", "PB"] as const;

/** "3.4 MB"; powers of 1000. */
export const formatBytes = (bytes: number, language: string): string => {
  const power = bytes < 1000 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(bytes / 1000 ** power);
  return `${value} ${BYTE_UNITS[power]}`;
};
