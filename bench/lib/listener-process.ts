import { openDrainListener } from "../../apps/agent/src/io/probe/drain-listener.testing.ts";

/** Answers every message with the number of connections so far; ends with its parent. */
const listener = openDrainListener(Number(process.argv[2]));
process.on("message", () => process.send?.(listener.count()));
process.on("disconnect", () => process.exit(0));
process.send?.(0);
