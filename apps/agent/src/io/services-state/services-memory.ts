import { readFileSync, readlinkSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import type { ServicesMemory } from "../../ports/services-memory.ts";

const MAX_CHARS = 8 * 1024 * 1024;
const text = z.string().max(500);

const memorySchema = z.object({
  /** Which table `owned` speaks of: the boot and the network namespace. */
  table: text,
  owned: z.array(text).max(100_000),
  rules: z
    .object({
      table: text,
      marks: z.array(z.tuple([text, z.number().int().min(1).max(0xffff_ffff)])).max(100_000),
    })
    .nullable()
    .default(null),
  overrides: z
    .array(
      z.object({
        server: text,
        weight: z.number().int().min(0).max(0x7fff_ffff),
        requestedBy: text,
        reason: text,
        until: z.number().nullable(),
      }),
    )
    .max(100_000),
});
type Memory = z.infer<typeof memorySchema>;

const tableName = (): string =>
  `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${readlinkSync("/proc/self/ns/net")}`;

const read = (file: string): Memory | null => {
  try {
    const parsed = memorySchema.safeParse(JSON.parse(readFileSync(file, "utf8").slice(0, MAX_CHARS)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

/**
 * `services.json` in the agent's state folder, replaced whole. When it can't be written, `complain` hears it once and
 * everything else goes on: what is lost is only the clean-up after a kill.
 */
export const openServicesMemory = (stateDir: string, complain: (sentence: string) => void): ServicesMemory => {
  const file = path.join(stateDir, "services.json");
  const table = tableName();
  const found = read(file);
  let memory: Memory = {
    table,
    owned: found?.table === table ? found.owned : [],
    rules: found?.table === table ? found.rules : null,
    overrides: found?.overrides ?? [],
  };
  let complained = false;

  const write = (next: Memory): void => {
    memory = next;
    try {
      writeFileSync(`${file}.new`, `${JSON.stringify(memory)}\n`, { mode: 0o600 });
      renameSync(`${file}.new`, file);
    } catch (error) {
      if (complained) return;
      complained = true;
      complain(`can't remember what is in the IPVS table: ${error instanceof Error ? error.message : String(error)}`);
    }
  };

  return {
    owned: memory.owned,
    rules: memory.rules,
    overrides: memory.overrides,
    keepOwned: (keys) => write({ ...memory, owned: [...keys] }),
    keepRules: (rules) =>
      write({
        ...memory,
        rules: rules && { table: rules.table, marks: rules.marks.map(([group, mark]) => [group, mark]) },
      }),
    keepOverrides: (overrides) => write({ ...memory, overrides: [...overrides] }),
  };
};
