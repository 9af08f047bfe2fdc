import { spawn } from "node:child_process";
import { constants } from "node:os";
import { main, SetupError } from "./lib/command.mjs";
import { root, toolEnv } from "./lib/paths.mjs";
import { runtimeIsReady } from "./lib/runtime.mjs";

/** Runs a tool of node_modules/.bin under Node 24 with the given arguments, and ends as it ends. */
main(async () => {
  const [tool, ...args] = process.argv.slice(2);
  if (tool === undefined) throw new SetupError("usage: node bin/bootstrap/run.mjs TOOL [ARGUMENT...]");
  if (!runtimeIsReady()) throw new SetupError("Not set up yet; run `npm run setup`.");
  const child = spawn(tool, args, { cwd: root, env: toolEnv(), stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  const parent = process.ppid;
  // A signal to npm alone ends npm and the shell it has put between, which does not pass it on.
  const orphaned = () => process.ppid !== parent && child.kill("SIGTERM");
  if (process.env.npm_lifecycle_event !== undefined) setInterval(orphaned, 500).unref();
  await new Promise((resolve, reject) => {
    child.once("error", (error) =>
      reject(new SetupError(`${tool} could not be started (${error.message}); run \`npm run setup\`.`)),
    );
    child.once("close", (code, signal) => {
      process.exitCode = code ?? 128 + constants.signals[signal];
      resolve();
    });
  });
});
