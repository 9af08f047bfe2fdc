import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { repositoryPath } from "@baton/e2e/lab/paths.ts";
import { HOSTILE } from "./hostile-texts.ts";
import { measure } from "./measure.ts";

/** What each of the commands may take for any text of up to 5 MB. */
const PROMISED_MS = 2000;
const COMMANDS = ["check", "fmt", "modernise"] as const;
/** Without errors, and with some. */
const ANSWERS = [0, 1];

interface Row {
  readonly command: (typeof COMMANDS)[number];
  readonly name: string;
  readonly ms: number;
  readonly megabytes: number;
}

interface CommandResult {
  /** The texts that took longest and most. */
  readonly slowest: Row;
  readonly largest: Row;
}

export interface HostileResult {
  readonly bench: "config-hostile";
  readonly promisedMs: number;
  readonly rows: readonly Row[];
  readonly worst: Readonly<Record<Row["command"], CommandResult>>;
  /** Those that took longer than promised. */
  readonly late: readonly Row[];
}

const look = async (file: string, name: string, command: Row["command"]): Promise<Row> => {
  const argv = [repositoryPath("bin", "baton"), "config", command, file];
  const { ms, peakBytes } = await measure(argv, process.env, true, ANSWERS);
  const row = { command, name, ms: Math.round(ms), megabytes: Math.round(peakBytes / 1e6) };
  const words = [
    `${String(row.ms).padStart(6)} ms`,
    `${String(row.megabytes).padStart(5)} MB`,
    command.padEnd(9),
    name,
  ];
  process.stderr.write(`${words.join("  ")}\n`);
  return row;
};

const worstOf = (rows: readonly Row[], command: Row["command"]): CommandResult => {
  const own = rows.filter((row) => row.command === command);
  return {
    slowest: own.reduce((worst, row) => (row.ms > worst.ms ? row : worst)),
    largest: own.reduce((worst, row) => (row.megabytes > worst.megabytes ? row : worst)),
  };
};

/** Texts made to hurt, one after another, each given to each command in a process of its own: whole time and peak memory. */
export const benchHostile = async (): Promise<HostileResult> => {
  const folder = await mkdtemp(path.join(tmpdir(), "baton-bench-"));
  try {
    const file = path.join(folder, "hostile.conf");
    const rows: Row[] = [];
    for (const [name, make] of Object.entries(HOSTILE)) {
      await writeFile(file, make());
      for (const command of COMMANDS) rows.push(await look(file, name, command));
    }
    return {
      bench: "config-hostile",
      promisedMs: PROMISED_MS,
      rows,
      worst: {
        check: worstOf(rows, "check"),
        fmt: worstOf(rows, "fmt"),
        modernise: worstOf(rows, "modernise"),
      },
      late: rows.filter(({ ms }) => ms > PROMISED_MS),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
};
