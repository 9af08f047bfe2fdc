import { errorText } from "@baton/shared/base/error-text.ts";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { isPassing } from "../../ports/database-away.ts";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
const LONGEST_ATTEMPT_MS = 5_000;

/** A host that starts with the hub has its database server by then. */
export const USUAL_WAIT_MS = 60_000;

export interface Patience {
  /** How long to go on trying, ms. */
  readonly waitMs: number;
  /** Called once, when the first attempt has failed, with the server and its answer. */
  readonly onWait?: (server: string, why: string) => void;
  /** Ends the waiting. */
  readonly stop?: AbortSignal | undefined;
}

/** The server in a connection URL, without what is secret: "db.example:5432", or its folder of sockets. */
const serverOf = (url: string): string => {
  const { hostname, port, searchParams } = new URL(url);
  const host = searchParams.get("host") ?? (hostname === "" ? "localhost" : hostname);
  return host.startsWith("/") ? host : `${host}:${port === "" ? "5432" : port}`;
};

/** A name with several addresses fails with the failures of each, and no message of its own. */
const innermost = (cause: unknown): unknown =>
  cause instanceof AggregateError ? (cause.errors.at(-1) as unknown) : cause;

/** pg's own time-out has no code. */
const mayPass = (cause: unknown): boolean =>
  isPassing(cause) || (cause instanceof Error && cause.message === "timeout expired");

/** null when the server took a connection, else why not. */
const attempt = async (connectionString: string): Promise<{ readonly cause: unknown } | null> => {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: LONGEST_ATTEMPT_MS });
  // A connection that is cut after its end is nobody's concern.
  client.on("error", () => {});
  try {
    await client.connect();
    return null;
  } catch (cause) {
    return { cause: innermost(cause) };
  } finally {
    await client.end().catch(() => {});
  }
};

/**
 * Resolves when the server takes connections: after a reboot it may come up later than the hub. Throws a sentence when
 * the server refuses for a reason that will not pass, or has not answered within the patience; the signal's reason
 * when stopped.
 */
export const waitForServer = async (url: string, { waitMs, onWait, stop }: Patience): Promise<void> => {
  const server = serverOf(url);
  const giveUpAt = performance.now() + waitMs;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    stop?.throwIfAborted();
    const failure = await attempt(url);
    if (failure === null) return;
    const why = errorText(failure.cause);
    if (!mayPass(failure.cause)) throw new Error(`the database server ${server} refuses: ${why}; see DATABASE_URL`);
    if (performance.now() + pause > giveUpAt) {
      throw new Error(
        `the database server ${server} does not answer: ${why}; is it running, and is DATABASE_URL right?`,
      );
    }
    if (pause === FIRST_PAUSE_MS) onWait?.(server, why);
    await wait(pause, undefined, stop ? { signal: stop } : {});
  }
};
