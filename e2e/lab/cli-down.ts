import type { Command } from "commander";
import { speak } from "../vm/speech.ts";
import { stopLab } from "./lab.ts";
import { mustBeRoot } from "./outer.ts";
import { LAB_ID } from "./paths.ts";
import { until } from "./poll.ts";
import { processStartTime, readRecord, removeRecord } from "./record.ts";

const DOWN_TIMEOUT_MS = 60_000;

/** Ends the command that keeps the lab up, which cleans up itself; then removes what a crashed one left. */
const down = async (): Promise<void> => {
  const record = await readRecord();
  if (record) {
    process.kill(record.pid, "SIGTERM");
    await until(
      { what: `process ${record.pid}, which keeps the lab up, ends`, deadlineMs: DOWN_TIMEOUT_MS },
      async () => (await processStartTime(record.pid)) !== record.startTime,
    );
  }
  const left = await stopLab(LAB_ID);
  await removeRecord();
  if (record) console.log(speak("the lab is down"));
  else if (left > 0) console.log(speak(`removed what a crashed lab had left (${left} namespaces)`));
  else console.log(speak("no lab is running"));
};

export const registerDown = (program: Command): void => {
  program
    .command("down")
    .description("remove the lab: processes, namespaces, addresses, files, VM")
    .action(async () => {
      mustBeRoot();
      await down();
    });
};
