import { systemClock } from "../../io/clock.ts";
import { runNft } from "../../io/firewall/nft.ts";
import { createKernelTable } from "../../io/netlink-ipvs/kernel-table.ts";
import { loadIpvsModule } from "../../io/netlink-ipvs/load-module.ts";
import { createApplySync } from "../../io/netlink-ipvs/sync-daemon.ts";
import { createProber } from "../../io/probe/prober.ts";
import { createPrepareCommand } from "../../io/script/prepare-command.ts";
import { openServicesMemory } from "../../io/services-state/services-memory.ts";
import { runChild } from "../child.ts";
import { createHelperClient } from "../script/helper-client.ts";
import { startServices } from "../services/start-services.ts";
import { createSyncDaemonKeeper } from "../services/sync-daemon-keeper.ts";

/** Probes under way at once, each with a file descriptor of its own, and programs with a few each. */
const SOCKETS_AT_ONCE = 4096;
const PROGRAMS_AT_ONCE = 64;

runChild("services", async (context) => {
  if (!context.model) return { stop: async () => {} };
  const namespace = context.model.globals.ipvs?.namespace ?? null;
  const sync = createSyncDaemonKeeper(createApplySync(namespace), context.log);
  sync.configure(context.model.globals.syncDaemon ?? null);
  const prober = createProber({ sockets: SOCKETS_AT_ONCE, programs: PROGRAMS_AT_ONCE, warn: context.log });
  const work = await startServices(context, context.model, {
    kernel: createKernelTable(namespace),
    prober,
    clock: systemClock,
    random: Math.random,
    loadModule: loadIpvsModule,
    memory: openServicesMemory(context.settings.stateDir, context.log),
    // Few files need it.
    openLinks: async (links) => (await import("../../io/netlink-route/kernel-links.ts")).openKernelLinks(links),
    runNft: (commands) => runNft(commands, namespace),
    prepareFor: createPrepareCommand,
    helper: createHelperClient({ log: context.log, onMessage: () => {} }),
  });
  return {
    ...work,
    vrrpState: sync.vrrpState,
    bfd: prober.bfd,
    reload: (model) => {
      if ((model.globals.ipvs?.namespace ?? null) !== namespace)
        context.log("net_namespace_ipvs has changed; that needs a restart");
      sync.configure(model.globals.syncDaemon ?? null);
      work.reload(model);
    },
    stop: async () => {
      await Promise.all([sync.stop(), work.stop()]);
    },
  };
});
