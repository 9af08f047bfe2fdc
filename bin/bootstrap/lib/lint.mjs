import { run } from "./command.mjs";
import { houseRuleViolations } from "./house-rules.mjs";
import { layerViolations } from "./layers.mjs";
import { toolEnv } from "./paths.mjs";

/** The lint checks, each by itself so that one does not hide the others. A check resolves with what it found: "" is clean. */
export const lintChecks = [
  { name: "Biome", check: () => tool(["biome", "lint", "--error-on-warnings", "--max-diagnostics=50", "."]) },
  { name: "oxlint, typed rules and import cycles", check: () => tool(["oxlint", "--type-aware", "--deny-warnings"]) },
  { name: "direction of imports", check: async () => layerViolations().join("\n") },
  { name: "house rules", check: async () => houseRuleViolations().join("\n") },
];

async function tool(argv) {
  const { code, output } = await run(argv, { env: toolEnv(), check: false, keep: 65_536 });
  return code === 0 ? "" : output.trim() || `exit ${code}`;
}
