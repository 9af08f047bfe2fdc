import { spawnSync } from "node:child_process";

const PATIENCE_MS = 10_000;

/** Why programs can't be started in the network namespace that `ip netns` knows by this name; null when they can. */
export const namespaceProblem = (name: string): string | null => {
  const { error, status, stderr } = spawnSync("ip", ["netns", "exec", name, "true"], {
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
    timeout: PATIENCE_MS,
  });
  if (status === 0) return null;
  const why = error ? `ip (iproute2) can't be run: ${error.message}` : stderr.trim().split("\n")[0];
  return `net_namespace ${name}: ${why}; make it by \`ip netns add ${name}\` before the agent starts`;
};
