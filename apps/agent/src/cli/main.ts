import { firstWord } from "@baton/shared/base/choose-language.ts";
import { loadGroups } from "./groups.ts";
import { runProgram } from "./program.ts";

void loadGroups(firstWord(process.argv.slice(2))).then(runProgram);
