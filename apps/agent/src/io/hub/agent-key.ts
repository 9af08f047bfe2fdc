import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";

/** The agent's own key for its hub, mode 0600 in the state folder. It is as good as a password: never logged. */
const agentKeySchema = z.object({
  hub: z.string(),
  node: z.string(),
  key: z.string().min(16).max(200),
  /** Whether the hub said that it knows the key. It is kept before the hub is asked, so that an answer may get lost. */
  enrolled: z.boolean(),
});
export type AgentKey = z.infer<typeof agentKeySchema>;

export const newAgentKey = (hub: string, node: string): AgentKey => ({
  ...{ hub, node, enrolled: false },
  key: `ba_${randomBytes(32).toString("base64url")}`,
});

const pathIn = (stateDir: string): string => join(stateDir, "hub-key.json");

/** Null when there is none, when it cannot be read as one, or when it belongs to another hub or name. */
export const readAgentKey = (stateDir: string, hub: string, node: string): AgentKey | null => {
  try {
    const parsed = agentKeySchema.safeParse(JSON.parse(readFileSync(pathIn(stateDir), "utf8")));
    return parsed.success && parsed.data.hub === hub && parsed.data.node === node ? parsed.data : null;
  } catch {
    return null;
  }
};

export const writeAgentKey = async (stateDir: string, key: AgentKey): Promise<void> => {
  const path = pathIn(stateDir);
  const draft = `${path}.new`;
  await rm(draft, { force: true });
  await writeFile(draft, JSON.stringify(key), { mode: 0o600, flag: "wx", flush: true });
  await rename(draft, path);
};
