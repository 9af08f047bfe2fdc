import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { DatabaseSecrets } from "../mariadb-config.ts";
import { repositoryPath } from "../paths.ts";
import { MYSQL_PORT, namespaceName, VIP } from "../topology.ts";
import { type ClientReply, type ClientRequest, clientReplySchema, type ProbeSummary } from "./protocol.ts";

export type SqlRow = Readonly<Record<string, string | number | null>>;

/** The application on the client host, as the lab drives it. */
export interface LabClient {
  /** Statements on one new connection through the VIP; the last one's rows. */
  sql(...statements: string[]): Promise<readonly SqlRow[]>;
  startProbe(intervalMs: number): Promise<void>;
  stopProbe(): Promise<ProbeSummary>;
  close(): Promise<void>;
}

const REPLY_TIMEOUT_MS = 30_000;

export const openClient = (labId: string, secrets: DatabaseSecrets): LabClient => {
  const child = spawn(
    "ip",
    [
      "netns",
      "exec",
      namespaceName(labId, "client"),

      process.execPath,
      repositoryPath("e2e", "out", "client.mjs"),
    ],
    { stdio: ["pipe", "pipe", "inherit"], detached: true },
  );
  const waiting = new Map<number, { resolve: (reply: ClientReply) => void; reject: (error: Error) => void }>();
  const failAll = (why: string): void => {
    for (const { reject } of waiting.values()) reject(new Error(why));
    waiting.clear();
  };
  const ended = new Promise<void>((resolve) => {
    child.on("error", (error) => failAll(`the client program can't start: ${error.message}`));
    child.on("exit", () => {
      failAll("the client program has ended");
      resolve();
    });
  });
  child.stdin.on("error", () => {});
  createInterface({ input: child.stdout }).on("line", (line) => {
    const reply = clientReplySchema.parse(JSON.parse(line));
    waiting.get(reply.id)?.resolve(reply);
    waiting.delete(reply.id);
  });

  let lastId = 0;
  const ask = async (body: ClientRequest): Promise<ClientReply> => {
    const id = ++lastId;
    const reply = await new Promise<ClientReply>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`the client program gave no answer to ${body.op}`)),
        REPLY_TIMEOUT_MS,
      );
      const settled =
        <T>(use: (value: T) => void) =>
        (value: T): void => {
          clearTimeout(timer);
          use(value);
        };
      waiting.set(id, { resolve: settled(resolve), reject: settled(reject) });
      child.stdin.write(`${JSON.stringify({ id, body })}\n`);
    });
    if (reply.error !== undefined) throw new Error(reply.error);
    return reply;
  };

  return {
    sql: async (...statements) => {
      const { user, password } = secrets.application;
      const reply = await ask({ op: "sql", host: VIP, port: MYSQL_PORT, user, password, database: "shop", statements });
      return reply.rows ?? [];
    },
    startProbe: async (intervalMs) => {
      await ask({ op: "probe-start", host: VIP, port: MYSQL_PORT, intervalMs });
    },
    stopProbe: async () => {
      const reply = await ask({ op: "probe-stop" });
      if (!reply.probe) throw new Error("the client program sent no probe summary");
      return reply.probe;
    },
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
};
