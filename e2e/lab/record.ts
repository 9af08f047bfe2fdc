import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";
import { repositoryPath } from "./paths.ts";

/** What the command that keeps a lab up says about itself, on the outer machine. */
const recordSchema = z.object({
  pid: z.number().int().positive(),
  /** Field 22 of /proc/PID/stat: tells this process from a later one with the same pid. */
  startTime: z.string(),
  port: z.number().int(),
  kernel: z.enum(["unknown", "native", "vm"]),
  ready: z.boolean(),
});
export type LabRecord = z.infer<typeof recordSchema>;

const RECORD_FILE = repositoryPath(".baton", "lab", "running.json");

/** Null when there is no such process. The name in field 2 may hold spaces and brackets, so count from its end. */
export const processStartTime = async (pid: number): Promise<string | null> => {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, startTime] = [fields[0], fields[19]];
  return state === "Z" ? null : (startTime ?? null);
};

export const writeRecord = async (record: Omit<LabRecord, "pid" | "startTime">): Promise<void> => {
  const startTime = (await processStartTime(process.pid)) ?? "";
  await mkdir(path.dirname(RECORD_FILE), { recursive: true });
  const text = JSON.stringify({ pid: process.pid, startTime, ...record } satisfies LabRecord);
  await writeFile(`${RECORD_FILE}.${process.pid}`, text);
  await rename(`${RECORD_FILE}.${process.pid}`, RECORD_FILE);
};

export const removeRecord = (): Promise<void> => rm(RECORD_FILE, { force: true });

/** The lab that runs now; null when none does, whatever a crashed one may have left on disk. */
export const readRecord = async (): Promise<LabRecord | null> => {
  const text = await readFile(RECORD_FILE, "utf8").catch(() => "null");
  const parsed = recordSchema.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const { pid, startTime } = parsed.data;
  return (await processStartTime(pid)) === startTime ? parsed.data : null;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
