import { randomUUID } from "node:crypto";
import type { Supervisor } from "./supervisor.ts";
import type { ControlReply } from "./supervisor-status.ts";
import { controlRequestSchema } from "./supervisor-status.ts";

const COMMAND_TIMEOUT_MS = 15_000;

/** Answers one line of the control socket. */
export const answerControl = async (supervisor: Supervisor, line: string): Promise<string> =>
  JSON.stringify(await reply(supervisor, line));

const reply = async (supervisor: Supervisor, line: string): Promise<ControlReply> => {
  const request = controlRequestSchema.safeParse(parseJson(line));
  if (!request.success) return { type: "error", message: "the request could not be understood" };
  if (request.data.type === "status") return { type: "status", status: supervisor.status() };
  if (request.data.type === "config")
    return { type: "config", version: supervisor.run.version, model: supervisor.model() };
  const { requestedBy, body } = request.data;
  const command = {
    id: `local-${randomUUID()}`,
    deadline: Date.now() + COMMAND_TIMEOUT_MS,
    requestedBy,
    reason: "asked at the control socket",
    body,
  };
  const result = await supervisor.command(command, COMMAND_TIMEOUT_MS);
  return result
    ? { type: "result", result }
    : { type: "error", message: "the command was handed over, but no result came in time" };
};

const parseJson = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
};
