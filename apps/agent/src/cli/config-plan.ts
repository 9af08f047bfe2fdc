import { padCells } from "@baton/shared/base/cell-width.ts";
import { planChanges } from "@baton/shared/config/plan-changes.ts";
import type { Command } from "commander";
import { modelOf } from "./config-model.ts";
import { runningModel } from "./config-running.ts";
import { print } from "./output.ts";
import type { Speech } from "./speech.ts";

interface Options {
  readonly against?: string;
  readonly json?: boolean;
}

const plan = async (file: string, options: Options, speech: Speech): Promise<void> => {
  const running = options.against === undefined ? null : await runningModel(options.against, speech);
  const wanted = modelOf(file, speech);
  if (!wanted || (options.against !== undefined && !running)) return;
  const changes = planChanges(running, wanted);
  if (options.json) print(JSON.stringify({ changes }, null, 2));
  else if (changes.length === 0) print(speech.say("Nothing would change."));
  // One write: a large file has thousands of sentences.
  else {
    const places = new Set(changes.map(({ where }) => where));
    const heads = new Map([...places].map((where) => [where, padCells(speech.say(where), 10)]));
    print(changes.map(({ where, sentence }) => `${heads.get(where)} ${speech.plan(sentence)}`).join("\n"));
  }
};

export const registerPlan = (config: Command, speech: Speech): void => {
  config
    .command("plan <file>")
    .description("what would change in the kernel and on the wire, in sentences; nothing is touched")
    .option(
      "--against <running>",
      "what runs now: a file, or the state folder of a running agent; without it, a start from nothing",
    )
    .option("--json", "the changes as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  baton config plan new.conf --against /etc/keepalived/keepalived.conf\n  baton config plan new.conf --against /var/lib/baton",
    )
    .action((file: string, options: Options) => plan(file, options, speech));
};
