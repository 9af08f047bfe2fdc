import { setPriority } from "node:os";
import { systemClock } from "../../io/clock.ts";
import { createLog } from "../../io/log.ts";
import { ownSession } from "../../io/schedule/scheduling.ts";
import type { FromHelper, ToHelper } from "../../ports/script-helper.ts";
import { passOverSignals } from "../child-signals.ts";
import { Helper } from "../script/helper.ts";

/**
 * The helper of the VRRP process, and of the services process where it writes to pipes: it and the scripts that it starts
 * run at ordinary priority, and all of them end with the process that started it, however that one ends.
 */
setPriority(0, 0);
ownSession(0);

const send = (message: FromHelper): void => {
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
};
const helper = new Helper({
  clock: systemClock,
  log: createLog("baton_scripts"),
  send,
});
let finishing = false;

const leave = (): void => {
  helper.end();
  process.exit(0);
};

process.on("message", (message: ToHelper) => {
  if (finishing) return;
  if (message.type === "plan") helper.follow(message.plan);
  else if (message.type === "notify") helper.notify(message.notification);
  else {
    finishing = true;
    void helper.finish(message.ms).then(() => {
      // The last events must leave first.
      if (process.connected) process.disconnect();
      process.exitCode = 0;
      setTimeout(() => process.exit(0), 300).unref();
    });
  }
});
process.on("disconnect", () => {
  if (!finishing) leave();
});
process.on("SIGTERM", () => {
  if (!finishing) leave();
});
passOverSignals();
