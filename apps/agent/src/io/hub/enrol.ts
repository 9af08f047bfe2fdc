import { readFile } from "node:fs/promises";
import { errorText } from "@baton/shared/base/error-text.ts";
import { err, ok, type Result } from "@baton/shared/base/result.ts";
import { enrolledSchema } from "@baton/shared/contract/http/enrolment.ts";
import type { AgentSettings, HubSettings } from "../../ports/settings.ts";

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 64 * 1024;

const limitedText = async (response: Response): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new Error(`the answer is larger than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
};

const readToken = async (file: string): Promise<Result<string, string>> => {
  try {
    const token = (await readFile(file, "utf8")).trim();
    return token.length >= 16 && token.length <= 200 ? ok(token) : err(`${file} does not hold an enrolment token`);
  } catch (error) {
    return err(`can't read the enrolment token: ${errorText(error)}`);
  }
};

/**
 * Makes `key` this agent's, by the one-time token. Asking again with the same key is harmless. Null when the hub took it,
 * else a sentence for the log, which never holds the token or the key.
 */
export const enrol = async (settings: AgentSettings, hub: HubSettings, key: string): Promise<string | null> => {
  if (!hub.enrolmentTokenFile) return "this agent has no key for the hub yet; give it --enrolment-token-file";
  const token = await readToken(hub.enrolmentTokenFile);
  if (!token.ok) return token.error;
  try {
    const response = await fetch(new URL("api/v1/agents/enrol", withSlash(hub.url)), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token: token.value, node: settings.name, roles: settings.roles, key }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: "error",
    });
    const text = await limitedText(response);
    if (!response.ok) return `the hub refused to enrol this agent (HTTP ${response.status})`;
    const parsed = enrolledSchema.safeParse(JSON.parse(text));
    return parsed.success ? null : "the hub's answer to the enrolment could not be understood";
  } catch (error) {
    return `can't reach the hub to enrol: ${reasonOf(error)}`;
  }
};

const withSlash = (url: string): string => (url.endsWith("/") ? url : `${url}/`);

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
};
