import type { ConfigModel } from "@baton/shared/config/model.ts";
import { loadConfigFile } from "../app/settings-config-file.ts";
import { EXIT } from "./exit-codes.ts";
import { complain } from "./output.ts";

/** The file's model; null after its errors were told and the exit code set. */
export const modelOf = (file: string): ConfigModel | null => {
  const { model, problems } = loadConfigFile(file);
  if (model) return model;
  for (const problem of problems) complain(problem);
  process.exitCode = EXIT.invalid;
  return null;
};
