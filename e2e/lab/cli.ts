import { errorText } from "@baton/shared/base/error-text.ts";
import { Command } from "commander";
import { registerExec } from "../vm/exec-command.ts";
import { speak, speakHelp } from "../vm/speech.ts";
import { registerDown } from "./cli-down.ts";
import { registerScenario } from "./cli-scenario.ts";
import { registerStatus } from "./cli-status.ts";
import { registerUnits } from "./cli-units.ts";
import { registerUp } from "./cli-up.ts";
import { findMariadb } from "./installation.ts";
import { prepareSeeds } from "./seeds.ts";

const EXAMPLES = `
Examples:
  bin/baton lab up                     bring the lab up, print the dashboard's address, leave it running
  bin/baton lab up --foreground        the same, but stay; Ctrl-C removes everything
  bin/baton lab stop lvs1 --kill       kill the agent of lvs1 and see lvs2 take over; lab start lvs1 brings it back
  bin/baton lab exec -- ipvsadm -ln    run a command in a kernel that has IPVS
  bin/baton lab scenario article       prove the article's scenario, step by step
  bin/baton lab down                   remove everything`;

const program = speakHelp(new Command("baton lab"))
  .description(
    "The article's hosts as network namespaces with no way out, with real MariaDB, directors, hub and dashboard.",
  )
  .addHelpText("after", speak(EXAMPLES))
  .showHelpAfterError();

registerUp(program);
registerDown(program);
registerStatus(program);
registerUnits(program);
registerScenario(program);
registerExec(program);
program
  .command("prepare")
  .description("make the database seeds that `up` unpacks; done by `npm run setup`")
  .action(async () => {
    findMariadb();
    await prepareSeeds((line) => console.log(speak(line)));
  });

try {
  await program.parseAsync();
} catch (error) {
  console.error(`baton lab: ${speak(errorText(error))}`);
  process.exitCode = 1;
}
