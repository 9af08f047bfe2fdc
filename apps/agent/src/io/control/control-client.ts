import { createConnection } from "node:net";
import { err, ok, type Result } from "@baton/shared/base/result.ts";
import { controlPath } from "./control-server.ts";
import { readLines } from "./lines.ts";

const MAX_REPLY_BYTES = 64 * 1024 * 1024;

/** Sends one line to the agent of this state folder and gives back the line it answers; the error is a sentence. */
export const askAgent = (stateDir: string, line: string, timeoutMs: number): Promise<Result<string, string>> =>
  new Promise((resolve) => {
    const socket = createConnection(controlPath(stateDir));
    const finish = (result: Result<string, string>): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => finish(err(`the agent did not answer in ${timeoutMs / 1000} s`)), timeoutMs);
    socket.on("connect", () => socket.write(`${line}\n`));
    socket.on("error", (error: NodeJS.ErrnoException) => finish(err(sentence(stateDir, error))));
    socket.on("close", () => finish(err("the agent closed the connection without an answer")));
    readLines(
      socket,
      MAX_REPLY_BYTES,
      (reply) => finish(ok(reply)),
      () => finish(err("the agent's answer is too long")),
    );
  });

const sentence = (stateDir: string, error: NodeJS.ErrnoException): string => {
  if (error.code === "ENOENT" || error.code === "ECONNREFUSED")
    return `no agent is running with the state folder ${stateDir}`;
  if (error.code === "EACCES") return `no permission to talk to the agent in ${stateDir}; try as root`;
  return `can't talk to the agent in ${stateDir}: ${error.message}`;
};
