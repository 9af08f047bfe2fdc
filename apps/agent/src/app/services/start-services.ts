import type { ConfigModel, VirtualServer } from "@baton/shared/config/model.ts";
import type { AgentEvent } from "@baton/shared/contract/events.ts";
import type { FactChange } from "@baton/shared/contract/facts.ts";
import { CONFIRM_EVERY_MS } from "@baton/shared/contract/lease.ts";
import { isInService } from "../../core/health/server.ts";
import { expandTable, placeOf, serviceIdOf } from "../../core/ipvs/expand.ts";
import { destinationKey, realServerKey, serviceKey } from "../../core/ipvs/key.ts";
import type { TableOperation } from "../../core/ipvs/operation.ts";
import type { ActualTable } from "../../core/ipvs/table.ts";
import type { Clock } from "../../ports/clock.ts";
import type { KernelTable } from "../../ports/kernel-table.ts";
import type { Prober } from "../../ports/prober.ts";
import type { ChildContext, ChildWork } from "../child.ts";
import { changedFacts, collectFacts, type ToldFacts } from "./facts.ts";
import { healthEvent } from "./health-event.ts";
import { createMonitor, type HealthChange, type MonitoredServer } from "./monitor.ts";
import { createQuorumKeeper } from "./quorum-keeper.ts";
import { createTableKeeper, type TableView } from "./table-keeper.ts";
import { removingLine } from "./wording.ts";

export interface ServicesDeps {
  readonly kernel: KernelTable;
  readonly prober: Prober;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly loadModule: () => Promise<void>;
}

/** What of an agent's surroundings this process uses. */
export type ServicesContext = Pick<ChildContext, "log" | "report" | "event">;

/** A virtual server's real servers, with what an earlier process left in the kernel's table. */
const monitored = (virtualServers: readonly VirtualServer[], found: ActualTable | null): readonly MonitoredServer[] =>
  virtualServers.flatMap((virtualServer) => {
    const service = serviceKey(serviceIdOf(virtualServer));
    const present = found?.get(service);
    return virtualServer.realServers.map((server) => {
      const entry = present?.destinations.get(destinationKey(placeOf(virtualServer, server)));
      const shut = server.inhibitOnFailure && server.weight > 0 && entry?.destination.weight === 0;
      const missing = present !== undefined && server.checkers.length > 0 && (!entry || shut);
      return { key: realServerKey(service, server), virtualServer, server, missing };
    });
  });

/**
 * The director's load balancing: checks the real servers and keeps the kernel's IPVS table in step with what is
 * found. Without IPVS it goes on checking, and takes the table up as soon as the kernel has one.
 */
export const startServices = async (
  context: ServicesContext,
  model: ConfigModel,
  deps: ServicesDeps,
): Promise<Required<Pick<ChildWork, "reload" | "stop">>> => {
  let virtualServers = model.virtualServers;
  let servers = new Map<string, MonitoredServer>();
  let told: ToldFacts = new Map();
  let table: ActualTable | null = null;
  let timer: NodeJS.Timeout | null = null;
  let adjusting = false;
  let stopping = false;

  const tell = (event: Omit<AgentEvent, "at">): void => context.event({ ...event, at: deps.clock.wall() });

  const keeper = createTableKeeper({
    kernel: deps.kernel,
    log: context.log,
    onFailure: (text, data) => tell({ kind: "ipvs.failed", severity: "critical", subject: "ipvs", text, data }),
    loadModule: deps.loadModule,
    now: deps.clock.monotonic,
  });
  const isUp = (virtualServer: VirtualServer, server: { address: string; port: number }): boolean => {
    const health = monitor.healthOf(realServerKey(serviceKey(serviceIdOf(virtualServer)), server));
    return health === null || isInService(health);
  };
  const quorum = createQuorumKeeper({ isUp, tell, log: context.log });

  const onChange = ({ key, health }: HealthChange): void => {
    const entry = servers.get(key);
    if (!entry || stopping) return;
    tell(healthEvent(entry, health));
    quorum.follow(entry.virtualServer);
    adjustSoon();
  };
  const monitor = createMonitor({
    prober: deps.prober,
    now: deps.clock.monotonic,
    wall: deps.clock.wall,
    random: deps.random,
    log: context.log,
    onChange,
  });

  /** Tells what has changed. Only a fresh word of the kernel confirms the rest: its table, or that it has none. */
  const report = (view: TableView, isFresh: boolean): void => {
    const isKnown = view.ok || view.error.code === "ipvs.missing";
    if (isKnown) table = view.ok ? view.table : null;
    const next = changedFacts(told, collectFacts(virtualServers, table, monitor.healthOf));
    told = next.told;
    const changes: FactChange[] = [...next.changes];
    if (isFresh && isKnown) changes.push({ op: "confirm", source: "services", at: deps.clock.wall() });
    if (changes.length > 0) context.report(changes);
  };

  const adjust = async (): Promise<void> =>
    report(await keeper.want(expandTable(virtualServers, isUp, quorum.holds)), false);

  /** Everything that changes in one turn of the event loop becomes one batch for the kernel. */
  const adjustSoon = (): void => {
    if (adjusting) return;
    adjusting = true;
    setImmediate(() => {
      adjusting = false;
      if (!stopping) void adjust();
    });
  };

  const watch = (found: ActualTable | null): void => {
    const entries = monitored(virtualServers, found);
    servers = new Map(entries.map((entry) => [entry.key, entry]));
    monitor.watch(entries);
    quorum.watch(virtualServers);
  };

  const refresh = async (): Promise<void> => {
    const began = deps.clock.monotonic();
    const view = await keeper.refresh();
    if (stopping) return;
    report(view, true);
    timer = setTimeout(() => void refresh(), Math.max(0, CONFIRM_EVERY_MS - (deps.clock.monotonic() - began)));
  };

  const found = await keeper.refresh();
  watch(found.ok ? found.table : null);
  await adjust();
  await refresh();

  return {
    reload: (next) => {
      const before = servers;
      virtualServers = next.virtualServers;
      watch(null);
      for (const [key, entry] of before) {
        if (!servers.has(key)) context.log(removingLine(entry.server, entry.virtualServer));
      }
      void adjust();
    },
    stop: async () => {
      stopping = true;
      if (timer) clearTimeout(timer);
      monitor.stop();
      try {
        await keeper.release((operation) => announceRemoval(context, operation));
      } finally {
        deps.kernel.close();
      }
    },
  };
};

const announceRemoval = (context: ServicesContext, operation: TableOperation): void => {
  if (operation.op !== "delete-destination" || operation.id.kind !== "address") return;
  context.log(removingLine(operation.destination, operation.id));
};
