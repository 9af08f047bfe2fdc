import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { env, need } from "../e2e/vm/debian.ts";

/**
 * The whole of the conformance set beside keepalived: what each accepts, the addresses as master, and the IPVS tables, these in
 * a kernel that has IPVS. The tests alone run a chosen part of the last two.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const TABLES = "apps/agent/src/app/services/conformance.integration.test.ts";
const HERE = ["conformance/config", "apps/agent/src/app/vrrp/conformance.integration.test.ts"];

const environment = { ...env(), BATON_KEEPALIVED: need("keepalived"), BATON_CONFORMANCE: "all" };

const run = (argv: readonly string[]): boolean => {
  const [program = "", ...args] = argv;
  const { error, status } = spawnSync(program, args, { cwd: root, env: environment, stdio: "inherit" });
  if (error) throw error;
  return status === 0;
};

const vitest = ["vitest", "run", "--no-file-parallelism"];
const here = run([...vitest, ...HERE]);
const there = run([`${root}bin/baton`, "lab", "exec", "--", ...vitest, "--testTimeout=60000", TABLES]);
process.exitCode = here && there ? 0 : 1;
