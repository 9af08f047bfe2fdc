import { readFile } from "node:fs/promises";

/** What the kernel says about a process; see proc(5). */

/** CLK_TCK, the same on every Linux since 2.6 as user space sees it. */
const TICKS_PER_SECOND = 100;

/** User and system time of all its threads, in milliseconds. */
export const cpuMs = async (pid: number): Promise<number> => {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  // The program's name, in brackets, may contain blanks; utime and stime are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
};

export interface Memory {
  readonly rssKb: number;
  /** Its own memory, without the pages of files that others may share. */
  readonly anonymousKb: number;
}

export const memory = async (pid: number): Promise<Memory> => {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const field = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? Number.NaN);
  return { rssKb: field("VmRSS"), anonymousKb: field("RssAnon") };
};

export const commandLine = (pid: number): Promise<string> =>
  readFile(`/proc/${pid}/cmdline`, "utf8").then(
    (text) => text.replaceAll("\0", " "),
    () => "",
  );
