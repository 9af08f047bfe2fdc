import type { BfdInstance } from "@baton/shared/config/model-bfd.ts";
import { openBfdListener, openBfdSender } from "../../io/bfd/bfd-sockets.ts";
import { createBfdDesk } from "./bfd-desk.ts";

/** Runs the sessions that its argument describes, in whatever namespace it is started in; a line for each word. */

const position = { line: 1, column: 1 };
const defaults: BfdInstance = {
  name: "peer",
  range: { path: "t", start: position, end: position },
  neighbor: "",
  source: null,
  minRx: 100,
  minTx: 100,
  idleTx: 1000,
  multiplier: 3,
  passive: false,
  ttl: 255,
  maxHops: 0,
  weight: 0,
  reverse: false,
};
const given = JSON.parse(process.argv[2] ?? "[]") as readonly Partial<BfdInstance>[];
const desk = createBfdDesk({
  now: () => performance.now(),
  random: Math.random,
  openListener: openBfdListener,
  openSender: openBfdSender,
  tell: ({ name, up, reason }) => process.stdout.write(`${name} ${up ? "up" : "down"}: ${reason}\n`),
  log: (text) => process.stderr.write(`${text}\n`),
});
desk.follow(given.map((each) => ({ ...defaults, ...each })));
process.on("SIGTERM", () => {
  void desk.stop().then(() => process.exit(0));
});
