import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { env, need } from "../e2e/vm/debian.ts";

/**
 * The whole of the conformance set beside keepalived: what each accepts, the addresses as master, and the IPVS tables, these in
 * a kernel that has IPVS. The tests alone run a chosen part of the last two. An interrupt ends it at once and leaves nothing.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const TABLES = "apps/agent/src/app/services/conformance.integration.test.ts";
const HERE = ["conformance/config", "apps/agent/src/app/vrrp/conformance.integration.test.ts"];

/** Files that tests make: theirs to remove, ours when they are killed. */
const scratch = mkdtempSync(join(tmpdir(), "cfg-"));
const environment = { ...env(), BATON_KEEPALIVED: need("keepalived"), BATON_CONFORMANCE: "all" };

/**
 * In process and mount namespaces of its own: when `unshare` is killed, so is everything below it, and with the last of
 * them go the network namespaces, whose names are in a file system that nobody else sees.
 */
const CONTAINED = [
  ...["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c"],
  'mkdir -p /run/netns && mount -t tmpfs none /run/netns && "$@"',
  "sh",
];

let ending: NodeJS.Signals | null = null;

/** Resolves with whether it ended well; a signal ends it by `end`, and nothing is begun after one. */
const run = async (argv: readonly string[], tmp: string, end: NodeJS.Signals): Promise<boolean> => {
  if (ending) return false;
  const [program = "", ...args] = argv;
  const child = spawn(program, args, { cwd: root, env: { ...environment, TMPDIR: tmp }, stdio: "inherit" });
  const stop = (): void => void child.kill(end);
  for (const signal of SIGNALS) process.on(signal, stop);
  const [status] = (await once(child, "close")) as [number | null];
  for (const signal of SIGNALS) process.off(signal, stop);
  return status === 0;
};

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
for (const signal of SIGNALS) {
  process.on(signal, () => {
    ending ??= signal;
  });
}

const vitest = [...CONTAINED, "vitest", "run", "--no-file-parallelism"];
const exec = [`${root}bin/baton`, "lab", "exec", "--"];
try {
  // unshare ignores what can be ignored; lab exec has something to tidy.
  const here = await run([...vitest, ...HERE], scratch, "SIGKILL");
  const there = await run([...exec, ...vitest, "--testTimeout=60000", TABLES], tmpdir(), "SIGTERM");
  process.exitCode = here && there ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
if (ending) process.exitCode = 128 + constants.signals[ending];
