import { err, ok, type Result } from "@baton/shared/base/result.ts";

/** The first line of reload_time_file, as keepalived reads it. Pure but for the time zone that Date knows. */
export interface ReloadTime {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** It says a date, so it can't come again. */
  readonly dated: boolean;
}

const LINE = /^(?:(\d{2}|\d{4})-(\d{2})-(\d{2}) )?(\d{2}):(\d{2}):(\d{2})(Z?)$/;
/** POSIX strptime %y: 69 to 99 are of the twentieth century. */
const CENTURY_TURN = 69;

const yearOf = (text: string): number => {
  const year = Number(text);
  if (text.length === 4) return year;
  return year < CENTURY_TURN ? 2000 + year : 1900 + year;
};

/** year, month (0 is January), day, hours, minutes, seconds */
type Parts = readonly [number, number, number, number, number, number];

const localTime = (...parts: Parts): number => new Date(...parts).getTime();
const localParts = (at: number): Parts => {
  const date = new Date(at);
  return [date.getFullYear(), date.getMonth(), date.getDate(), date.getHours(), date.getMinutes(), date.getSeconds()];
};
const utcParts = (at: number): Parts => {
  const date = new Date(at);
  return [
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  ];
};

/** Without a date the next such time; `now` is milliseconds since 1970. The error is the end of a sentence. */
export const parseReloadTime = (line: string, now: number): Result<ReloadTime, string> => {
  const match = LINE.exec(line);
  if (!match) return err(`'${line.slice(0, 40)}' is no time: write [[YY]YY-MM-DD ]HH:MM:SS[Z]`);
  const [, year, month, day, hours, minutes, seconds, zone] = match;
  const [toTime, toParts] = zone === "Z" ? [Date.UTC, utcParts] : [localTime, localParts];
  const [thisYear, thisMonth, today] = toParts(now);
  const dated = year !== undefined;
  const date = dated
    ? ([yearOf(year), Number(month) - 1, Number(day)] as const)
    : ([thisYear, thisMonth, today] as const);
  const parts: Parts = [...date, Number(hours), Number(minutes), Number(seconds)];
  const at = toTime(...parts);
  // A 31st of June, 25 o'clock, an hour that the clocks skip: Date would take another time.
  if (toParts(at).join() !== parts.join()) return err(`there is no ${line}`);
  if (at > now) return ok({ at, dated });
  if (dated) return err(`${line} is over`);
  const [thatYear, thatMonth, thatDay, ...time] = parts;
  return ok({ at: toTime(thatYear, thatMonth, thatDay + 1, ...time), dated });
};
