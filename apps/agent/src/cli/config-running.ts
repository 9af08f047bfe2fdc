import { statSync } from "node:fs";
import type { ConfigModel } from "@baton/shared/config/model.ts";
import { VERSION } from "../app/settings-version.ts";
import { modelOf } from "./config-model.ts";
import { EXIT } from "./exit-codes.ts";
import { complain } from "./output.ts";
import type { Speech } from "./speech.ts";

const refuse = (sentence: string): null => {
  complain(sentence);
  process.exitCode = EXIT.refused;
  return null;
};

const isModel = (value: unknown): value is ConfigModel =>
  typeof value === "object" && value !== null && "vrrpInstances" in value && "virtualServers" in value;

const ofAgent = async (stateDir: string, speech: Speech): Promise<ConfigModel | null> => {
  // Loaded here: the schemas of what agents answer are larger than all that the other uses need.
  const { ask } = await import("./ask.ts");
  const reply = await ask(stateDir, { type: "config" }, speech);
  const { say } = speech;
  if (reply?.type !== "config") return null;
  // A model is no wire format: only the same version means the same by it.
  if (reply.version !== VERSION)
    return refuse(
      say("the agent runs Baton {version} and this is {own}: name its configuration file instead", {
        version: reply.version,
        own: VERSION,
      }),
    );
  return isModel(reply.model) ? reply.model : refuse(say("the agent runs without a configuration"));
};

/** What runs now: a file's model, or that of the agent whose state folder is named; null after a complaint. */
export const runningModel = (path: string, speech: Speech): Promise<ConfigModel | null> | ConfigModel | null =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? ofAgent(path, speech) : modelOf(path, speech);
