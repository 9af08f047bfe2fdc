import { readFileSync, writeFileSync } from "node:fs";

/** A setting below /proc/sys of this process's network namespace; null when it can't be read as a number. */
export const readSysctl = (key: string): number | null => {
  try {
    const text = readFileSync(`/proc/sys/${key}`, "utf8").trim();
    return /^-?\d+$/.test(text) ? Number(text) : null;
  } catch {
    return null;
  }
};

/** Throws the system's error. */
export const writeSysctl = (key: string, value: number): void => writeFileSync(`/proc/sys/${key}`, String(value));
