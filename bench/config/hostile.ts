import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { repositoryPath } from "@baton/e2e/lab/paths.ts";
import { HOSTILE } from "./hostile-texts.ts";
import { measure } from "./measure.ts";

/** What `baton config check` may take for any text of up to 5 MB. */
const PROMISED_MS = 2000;
/** Without errors, and with some. */
const ANSWERS = [0, 1];

interface Row {
  readonly name: string;
  readonly ms: number;
  readonly megabytes: number;
}

export interface HostileResult {
  readonly bench: "config-hostile";
  readonly promisedMs: number;
  readonly rows: readonly Row[];
  /** The names of those that took longer. */
  readonly late: readonly string[];
  readonly slowestMs: number;
  readonly mostMegabytes: number;
}

const look = async (file: string, name: string): Promise<Row> => {
  const argv = [repositoryPath("bin", "baton"), "config", "check", file];
  const { ms, peakBytes } = await measure(argv, process.env, true, ANSWERS);
  const row = { name, ms: Math.round(ms), megabytes: Math.round(peakBytes / 1e6) };
  process.stderr.write(`${String(row.ms).padStart(6)} ms ${String(row.megabytes).padStart(5)} MB  ${name}\n`);
  return row;
};

/** Texts made to hurt, one after another, each checked by a process of its own: whole time and peak memory. */
export const benchHostile = async (): Promise<HostileResult> => {
  const folder = await mkdtemp(path.join(tmpdir(), "baton-bench-"));
  try {
    const file = path.join(folder, "hostile.conf");
    const rows: Row[] = [];
    for (const [name, make] of Object.entries(HOSTILE)) {
      await writeFile(file, make());
      rows.push(await look(file, name));
    }
    return {
      bench: "config-hostile",
      promisedMs: PROMISED_MS,
      rows,
      late: rows.filter(({ ms }) => ms > PROMISED_MS).map(({ name }) => name),
      slowestMs: Math.max(...rows.map(({ ms }) => ms)),
      mostMegabytes: Math.max(...rows.map(({ megabytes }) => megabytes)),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
};
