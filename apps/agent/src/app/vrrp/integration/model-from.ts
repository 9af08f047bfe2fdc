import { loadConfig } from "@baton/shared/config/load.ts";
import type { ConfigModel } from "@baton/shared/config/model.ts";

/** What a keepalived.conf means; throws with everything that is wrong in it. */
export const modelFrom = (text: string): ConfigModel => {
  const { model, diagnostics } = loadConfig({ path: "test.conf", text }, () => [], { configId: "lvs1" });
  if (!model) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return model;
};
