import { type ControlReply, type ControlRequest, controlReplySchema } from "../app/supervisor-status.ts";
import { askAgent } from "../io/control/control-client.ts";
import { EXIT } from "./exit-codes.ts";
import { complain } from "./output.ts";
import type { Speech } from "./speech.ts";

const TIMEOUT_MS = 20_000;

/** Asks the agent of a state folder; null, with the complaint made and the exit code set, when that failed. */
export const ask = async (
  stateDir: string,
  request: ControlRequest,
  { hear }: Speech,
): Promise<ControlReply | null> => {
  const answer = await askAgent(stateDir, JSON.stringify(request), TIMEOUT_MS);
  if (!answer.ok) {
    complain(hear(answer.error));
    process.exitCode = EXIT.noAgent;
    return null;
  }
  const reply = parse(answer.value);
  if (reply && reply.type !== "error") return reply;
  complain(hear(reply?.message ?? "the agent's answer could not be understood; is it of another version?"));
  process.exitCode = EXIT.refused;
  return null;
};

const parse = (line: string): ControlReply | null => {
  try {
    const parsed = controlReplySchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};
