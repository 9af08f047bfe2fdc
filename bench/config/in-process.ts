import { readFileSync } from "node:fs";
import { loadConfig } from "../../packages/shared/src/config/load.ts";
import { planChanges } from "../../packages/shared/src/config/plan-changes.ts";

/** In a process of its own, so that the code is as cold as in the command: the language alone, without start-up. */
const path = process.argv[2] ?? "";
const text = readFileSync(path, "utf8");
const start = performance.now();
const usedBefore = process.threadCpuUsage();
const { model } = loadConfig({ path, text }, () => []);
if (!model) throw new Error(`${path} has errors`);
const changes = planChanges(null, model).length;
const used = process.threadCpuUsage(usedBefore);
const cpuMs = (used.user + used.system) / 1000;
process.stdout.write(`${JSON.stringify({ ms: performance.now() - start, cpuMs, changes })}\n`);
