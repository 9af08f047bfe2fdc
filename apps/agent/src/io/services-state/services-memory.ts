import { errorText } from "@baton/shared/base/error-text.ts";
import { readFileSync, readlinkSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { ServicesMemory } from "../../ports/services-memory.ts";
import { type KeptMemory, keptMemory } from "./kept-memory.ts";

const tableName = (): string =>
  `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${readlinkSync("/proc/self/ns/net")}`;

const MAX_CHARS = 8 * 1024 * 1024;

const read = (file: string): KeptMemory | null => {
  try {
    return keptMemory(JSON.parse(readFileSync(file, "utf8").slice(0, MAX_CHARS)));
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
  let memory: KeptMemory = {
    table,
    owned: found?.table === table ? found.owned : [],
    rules: found?.table === table ? found.rules : null,
    overrides: found?.overrides ?? [],
  };
  let complained = false;

  const write = (next: KeptMemory): void => {
    memory = next;
    try {
      writeFileSync(`${file}.new`, `${JSON.stringify(memory)}\n`, { mode: 0o600 });
      renameSync(`${file}.new`, file);
    } catch (error) {
      if (complained) return;
      complained = true;
      complain(`can't remember what is in the IPVS table: ${errorText(error)}`);
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
