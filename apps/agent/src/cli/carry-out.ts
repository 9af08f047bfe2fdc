import { userInfo } from "node:os";
import type { CommandBody } from "@baton/shared/contract/commands.ts";
import { ask } from "./ask.ts";
import { EXIT } from "./exit-codes.ts";
import { complain, print } from "./output.ts";
import type { Speech } from "./speech.ts";

/** Has the agent of a state folder carry out a command, and tells how it went. */
export const carryOut = async (stateDir: string, body: CommandBody, speech: Speech): Promise<void> => {
  const reply = await ask(stateDir, { type: "command", requestedBy: userInfo().username, body }, speech);
  if (reply?.type !== "result") return;
  const { say, hear } = speech;
  const { outcome, code } = reply.result;
  const message = hear(reply.result.message);
  if (outcome === "done") return print(message || say("done"));
  complain(say("{outcome}: {message} [{code}]", { outcome: say(outcome), message, code }));
  process.exitCode = EXIT.refused;
};
