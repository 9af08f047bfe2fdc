import { spawn } from "node:child_process";
import { once } from "node:events";
import { repositoryPath } from "@baton/e2e/lab/paths.ts";
import { env } from "@baton/e2e/vm/debian.ts";
import { nodePath } from "@baton/e2e/vm/paths.ts";

/** Where a measurement runs: in a kernel with IPVS, which may be a VM's, or in this machine's own, whatever it has. */
export type Where = "ipvs" | "here";

/**
 * Runs a script of ours in a network namespace of its own, which ends with it, and returns the JSON of its last line.
 * A Ctrl-C reaches it by the terminal's process group.
 */
export const runInKernel = async (where: Where, script: string, options: object): Promise<unknown> => {
  const kernel = where === "ipvs" ? [repositoryPath("bin", "baton"), "lab", "exec", "--"] : [];
  const [program = "", ...args] = [...kernel, "unshare", "-n", nodePath(), script, JSON.stringify(options)];
  const child = spawn(program, args, {
    env: { ...env(), NODE_OPTIONS: "--disable-warning=ExperimentalWarning" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const [status] = (await once(child, "close")) as [number | null];
  if (status !== 0) throw new Error(`${program} ended with ${status ?? "a signal"}`);
  return JSON.parse(output.trimEnd().split("\n").at(-1) ?? "");
};
