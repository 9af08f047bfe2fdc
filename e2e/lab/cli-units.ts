import type { Command } from "commander";
import { attachRunning } from "../vm/ensure-kernel.ts";
import { LANGUAGE_ARGUMENT, speak } from "../vm/speech.ts";
import { askControl, type ControlRequest } from "./control.ts";
import { controlPath } from "./inside.ts";
import { BATON, inVm, mustBeRoot, PlainError } from "./outer.ts";
import { LAB_ID } from "./paths.ts";
import { readRecord } from "./record.ts";

const UNITS = "lvs1, lvs2, db1, db2, client (agents), mariadb-db1, mariadb-db2, hub";

const ask = async (request: ControlRequest, argv: readonly string[]): Promise<number> => {
  mustBeRoot();
  const record = inVm() ? null : await readRecord();
  if (!inVm() && record === null) throw new PlainError("no lab is running; start one with: bin/baton lab up");
  const kernel = record?.kernel === "vm" ? await attachRunning() : null;
  if (kernel) return kernel.run([BATON, LANGUAGE_ARGUMENT, "lab", ...argv]);
  const answer = await askControl(controlPath(LAB_ID), request);
  console.log(speak(answer.message));
  return answer.ok ? 0 : 1;
};

export const registerUnits = (program: Command): void => {
  program
    .command("stop <unit>")
    .description(`stop one part of the running lab: ${UNITS}`)
    .option("--kill", "SIGKILL instead of SIGTERM: no goodbye", false)
    .action(async (unit: string, options: { kill: boolean }) => {
      const signal = options.kill ? "SIGKILL" : "SIGTERM";
      process.exitCode = await ask({ op: "stop", unit, signal }, ["stop", unit, ...(options.kill ? ["--kill"] : [])]);
    });
  program
    .command("start <unit>")
    .description("start a stopped part again")
    .action(async (unit: string) => {
      process.exitCode = await ask({ op: "start", unit }, ["start", unit]);
    });
  program
    .command("wait")
    .description("return when every agent of the running lab is connected to the hub")
    .action(async () => {
      process.exitCode = await ask({ op: "wait" }, ["wait"]);
    });
};
