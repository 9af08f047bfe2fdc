import { startRelay } from "./relay.ts";

/** Runs in the hub's namespace: relay.mjs SOCKET-PATH HOST PORT. Ends by signal. */
const [, , socketPath = "", host = "", port = ""] = process.argv;
await startRelay({ path: socketPath }, { host, port: Number(port) });
