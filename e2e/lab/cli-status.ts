import type { Command } from "commander";
import { attachRunning } from "../vm/ensure-kernel.ts";
import { LANGUAGE_ARGUMENT } from "../vm/speech.ts";
import { BATON, inVm } from "./outer.ts";
import { readRecord } from "./record.ts";
import { readStatus, statusText } from "./status.ts";

/** As init scripts have it: 0 runs, 3 does not run. */
const NOT_RUNNING_STATUS = 3;

const status = async (json: boolean): Promise<number> => {
  const record = inVm() ? null : await readRecord();
  if (record?.kernel === "vm") {
    const kernel = await attachRunning();
    if (kernel) return kernel.run([BATON, LANGUAGE_ARGUMENT, "lab", "status", ...(json ? ["--json"] : [])]);
  }
  const found = await readStatus();
  console.log(json ? JSON.stringify(found, null, 2) : statusText(found));
  return found.running ? 0 : NOT_RUNNING_STATUS;
};

export const registerStatus = (program: Command): void => {
  program
    .command("status")
    .description("what runs now: the dashboard's address, who holds the VIP, namespaces, logs (exit status 3: no lab)")
    .option("--json", "for programs", false)
    .action(async (options: { json: boolean }) => {
      process.exitCode = await status(options.json);
    });
};
