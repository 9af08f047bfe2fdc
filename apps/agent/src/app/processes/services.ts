import { systemClock } from "../../io/clock.ts";
import { createKernelTable } from "../../io/netlink-ipvs/kernel-table.ts";
import { loadIpvsModule } from "../../io/netlink-ipvs/load-module.ts";
import { createProber } from "../../io/probe/prober.ts";
import { runChild } from "../child.ts";
import { startServices } from "../services/start-services.ts";

/** Probes under way at once; each holds one file descriptor. */
const PROBES_AT_ONCE = 512;

runChild("services", async (context) => {
  if (!context.model) return { stop: async () => {} };
  return startServices(context, context.model, {
    kernel: createKernelTable(),
    prober: createProber(PROBES_AT_ONCE),
    clock: systemClock,
    random: Math.random,
    loadModule: loadIpvsModule,
  });
});
