import { hostname } from "node:os";
import { systemClock } from "../../io/clock.ts";
import { sendLetter } from "../../io/mail/send-letter.ts";
import { runChild } from "../child.ts";
import { createMailer } from "../mail/mailer.ts";

/** How long mails about the end may hold it up, milliseconds. */
const LAST_MAILS_MS = 2000;

runChild("mail", async (context) => {
  const mailer = createMailer({ now: systemClock.monotonic, host: hostname(), send: sendLetter, log: context.log });
  if (context.model) mailer.configure(context.model);
  return {
    reload: mailer.configure,
    event: mailer.event,
    stop: () => mailer.finish(LAST_MAILS_MS),
  };
});
