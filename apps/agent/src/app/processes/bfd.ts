import { openBfdListener, openBfdSender } from "../../io/bfd/bfd-sockets.ts";
import { systemClock } from "../../io/clock.ts";
import { createBfdDesk } from "../bfd/bfd-desk.ts";
import { runChild } from "../child.ts";

runChild("bfd", async (context) => {
  const desk = createBfdDesk({
    now: systemClock.monotonic,
    random: Math.random,
    openListener: openBfdListener,
    openSender: openBfdSender,
    tell: context.bfd,
    log: context.log,
  });
  desk.follow(context.model?.bfdInstances ?? []);
  return {
    reload: (model) => desk.follow(model.bfdInstances ?? []),
    stop: desk.stop,
  };
});
