import { main } from "./lib/command.mjs";
import { lintChecks } from "./lib/lint.mjs";

/** `npm run lint`: every check runs, the exit status tells whether all were clean. */
main(async () => {
  for (const { name, check } of lintChecks) {
    const found = await check();
    process.stdout.write(found === "" ? `${name}: clean\n` : `${name}:\n${found}\n`);
    if (found !== "") process.exitCode = 1;
  }
});
