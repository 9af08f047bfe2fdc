import { errorText } from "@baton/shared/base/error-text.ts";
import { systemClock } from "../../io/clock.ts";
import { runNft } from "../../io/firewall/nft.ts";
import { openKernelLinks } from "../../io/netlink-route/kernel-links.ts";
import { openPacketLink } from "../../io/packet/packet-link.ts";
import { openStepRecorder } from "../../io/record/step-recorder.ts";
import { BorrowedSysctls } from "../../io/sysctl/borrowed-sysctls.ts";
import { type ChildContext, type ChildWork, runChild } from "../child.ts";
import { createHelperClient } from "../script/helper-client.ts";
import { runCommand } from "../vrrp/commands.ts";
import type { VrrpDeps } from "../vrrp/deps.ts";
import { VrrpEngine } from "../vrrp/engine.ts";
import { schedule } from "../vrrp/schedule.ts";

const startVrrp = async (context: ChildContext): Promise<ChildWork> => {
  const { recordFile } = context.settings;
  const recorder = recordFile
    ? openStepRecorder(recordFile, (why) => context.log(`--record ${recordFile}: nothing is recorded: ${why}`))
    : undefined;
  const deps: VrrpDeps = {
    ...(recorder ? { recorder } : {}),
    clock: systemClock,
    openKernel: openKernelLinks,
    openLink: openPacketLink,
    settings: new BorrowedSysctls(),
    runFirewall: (commands) => runNft(commands),
    openHelper: (onMessage) => createHelperClient({ log: context.log, onMessage }),
    log: context.log,
    report: (changes) => context.report(changes),
    heard: (masters) => context.heard(masters),
    event: (event) => context.event(event),
    result: (result) => context.result(result),
  };
  schedule(context.model?.globals.vrrpScheduling, context.log);
  const engine = new VrrpEngine(deps);
  if (context.model) engine.plan(context.model);
  await engine.start(context.model?.vrrpInstances ?? []);
  return {
    command: (command) => {
      runCommand(engine, deps, command).then(deps.result, (error: unknown) => {
        const message = errorText(error);
        deps.result({ id: command.id, outcome: "failed", code: "command.failed", message });
      });
    },
    reload: (model) => {
      engine.plan(model);
      engine.reload(model.vrrpInstances);
    },
    bfd: (word) => engine.bfd(word),
    stop: async () => {
      await engine.stop("stopping");
      await recorder?.close();
    },
  };
};

runChild("vrrp", startVrrp);
