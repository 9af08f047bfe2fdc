import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { constants } from "node:os";
import { join } from "node:path";
import { main, SetupError } from "./lib/command.mjs";
import { root, toolEnv } from "./lib/paths.mjs";
import { setUp } from "./lib/set-up.mjs";

const defaultPort = 8080;

/** `npm start [-- --port N]`: set-up, then the lab with hub and dashboard until Ctrl-C. */
main(async () => {
  const port = parsePort(process.argv.slice(2));
  if (process.getuid?.() !== 0) {
    throw new SetupError("The lab needs root, because it makes network namespaces: run `sudo npm start`.");
  }
  await requireFree(port);
  await setUp();
  process.exitCode = await runLab(port);
});

function parsePort(args) {
  if (args.length === 0) return defaultPort;
  const [name, value] = args.length === 1 ? args[0].split("=") : args;
  const port = Number(value);
  if (name !== "--port" || args.length > 2 || !Number.isInteger(port) || port < 1 || port > 65535) {
    throw new SetupError("usage: npm start -- [--port N], with N from 1 to 65535");
  }
  return port;
}

function requireFree(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => {
      const why = error.code === "EADDRINUSE" ? "is taken by another program" : `cannot be used (${error.message})`;
      reject(new SetupError(`Port ${port} on 127.0.0.1 ${why}. Choose another: \`npm start -- --port ${port + 1}\`.`));
    });
    server.listen(port, "127.0.0.1", () => server.close(resolve));
  });
}

/** Ctrl-C reaches the lab by the terminal; a signal sent to this process alone is passed on. The lab cleans up and ends. */
async function runLab(port) {
  const argv = [join(root, "bin/baton"), "lab", "up", "--foreground", "--port", `${port}`];
  const child = spawn(argv[0], argv.slice(1), { cwd: root, env: toolEnv(), stdio: "inherit" });
  process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}
