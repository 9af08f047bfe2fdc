import { readFileSync } from "node:fs";
import { errorText } from "@baton/shared/base/error-text.ts";
import { CONFIRM_EVERY_MS } from "@baton/shared/contract/lease.ts";
import { formatEndpoint } from "@baton/shared/net/endpoint.ts";
import { parseClientOptions } from "../../core/mysql/option-file.ts";
import {
  type ReplicationFact,
  replicationEvent,
  replicationFact,
  unreachableFact,
} from "../../core/mysql/replication.ts";
import { openLocalServer } from "../../io/mysql/local-server.ts";
import type { ChildContext } from "../child.ts";

/** Looks at the local database server once a second and reports what it says of its replication. */
export interface MysqlWatcher {
  stop(): Promise<void>;
}

export const startMysqlWatcher = (context: ChildContext, file: string): MysqlWatcher | null => {
  const options = readOptions(file);
  if (typeof options === "string") {
    context.log(`the database is not watched: ${options}`);
    return null;
  }
  const key = options.socket ?? formatEndpoint({ address: options.host, port: options.port });
  const server = openLocalServer(options);
  let before: ReplicationFact | null = null;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  const look = async (): Promise<void> => {
    const began = performance.now();
    const fact = await server.look().then(
      (found) => replicationFact(key, found),
      (error: unknown) => unreachableFact(key, error instanceof Error ? error.message || String(error) : String(error)),
    );
    if (stopped) return;
    const at = Date.now();
    const changed = JSON.stringify(fact) !== JSON.stringify(before);
    context.report([...(changed ? [{ op: "set", fact } as const] : []), { op: "confirm", source: "mysql", at }]);
    const event = replicationEvent(before, fact, at);
    before = fact;
    if (event) context.event(event);
    timer = setTimeout(() => void look(), Math.max(100, CONFIRM_EVERY_MS - (performance.now() - began)));
  };

  void look();
  return {
    stop: async () => {
      stopped = true;
      if (timer) clearTimeout(timer);
      server.close();
    },
  };
};

const MAX_FILE_CHARS = 64 * 1024;

const readOptions = (file: string) => {
  try {
    const parsed = parseClientOptions(readFileSync(file, "utf8").slice(0, MAX_FILE_CHARS));
    return parsed.ok ? parsed.value : `${file}: ${parsed.error}`;
  } catch (error) {
    return errorText(error);
  }
};
