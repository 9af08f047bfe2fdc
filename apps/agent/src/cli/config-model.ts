import type { ConfigModel } from "@baton/shared/config/model.ts";
import { loadConfigFile } from "../app/settings-config-file.ts";
import { EXIT } from "./exit-codes.ts";
import { complain } from "./output.ts";
import type { Speech } from "./speech.ts";

/** The file's model; null after its errors were told and the exit code set. */
export const modelOf = (file: string, { diagnostic, hear }: Speech): ConfigModel | null => {
  const { model, problems, diagnostics } = loadConfigFile(file, { speak: diagnostic });
  if (model) return model;
  for (const problem of problems) complain(diagnostics.length === 0 ? hear(problem) : problem);
  process.exitCode = EXIT.invalid;
  return null;
};
