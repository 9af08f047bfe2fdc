import type { ConfigModel, RealServer, VirtualServer } from "@baton/shared/config/model.ts";
import type { ScriptSettings } from "@baton/shared/config/model-track.ts";
import { CONFIRM_EVERY_MS } from "@baton/shared/contract/lease.ts";
import { isInService } from "../../core/health/server.ts";
import { expandServices } from "../../core/ipvs/expand.ts";
import { realServerKey } from "../../core/ipvs/key.ts";
import type { TableOperation } from "../../core/ipvs/operation.ts";
import { hasAddress, type OwnService, virtualServerKey } from "../../core/ipvs/services-of.ts";
import type { ActualTable } from "../../core/ipvs/table.ts";
import type { PrepareCommand } from "../../io/script/prepare-command.ts";
import type { Clock } from "../../ports/clock.ts";
import type { KernelTable } from "../../ports/kernel-table.ts";
import type { Prober } from "../../ports/prober.ts";
import type { ScriptHelper } from "../../ports/script-helper.ts";
import type { ServicesMemory } from "../../ports/services-memory.ts";
import type { ChildContext, ChildWork } from "../child.ts";
import { createAdjuster } from "./adjuster.ts";
import { createAnnouncer } from "./announcer.ts";
import { createBoundaryTeller, exchanged, keysOf } from "./boundary-teller.ts";
import { createChangeTeller } from "./change-teller.ts";
import { createFactTeller } from "./fact-teller.ts";
import { healthEvent } from "./health-event.ts";
import { createMarkKeeper, type MarkKeeperDeps } from "./mark-keeper.ts";
import { createMonitor, type HealthChange, type MonitoredServer } from "./monitor.ts";
import { monitoredServers } from "./monitored.ts";
import { createNotifier } from "./notifier.ts";
import { probeSurroundings } from "./probe-surroundings.ts";
import { createQuorumKeeper } from "./quorum-keeper.ts";
import { runWeightCommand } from "./run-command.ts";
import { createTableKeeper, type TableView } from "./table-keeper.ts";
import { createTableWish } from "./table-wish.ts";
import { createTimeoutsKeeper } from "./timeouts-keeper.ts";
import { createVipWatch, type VipWatchDeps } from "./vip-watch.ts";
import { createWeightKeeper } from "./weight-keeper.ts";
import { removingLine } from "./wording.ts";

export interface ServicesDeps {
  readonly kernel: KernelTable;
  readonly prober: Prober;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly loadModule: () => Promise<void>;
  readonly memory: ServicesMemory;
  readonly openLinks: VipWatchDeps["open"];
  readonly prepareFor: (settings: ScriptSettings) => PrepareCommand;
  /** Of the namespace whose IPVS table is meant. */
  readonly runNft: MarkKeeperDeps["runNft"];
  /** Serves the notify pipes. */
  readonly helper: ScriptHelper;
}

/** What of an agent's surroundings this process uses. */
export type ServicesContext = Pick<ChildContext, "log" | "report" | "event" | "result" | "released">;

const NO_SCRIPT_SETTINGS: ScriptSettings = { security: false, user: null };
/** How long scripts that tell of the end may take, milliseconds. */
const LAST_SCRIPTS_MS = 3000;

const scriptsOf = (model: ConfigModel): ScriptSettings => model.globals.scripts ?? NO_SCRIPT_SETTINGS;

/** The parts, knotted together: health makes weights, weights make the wanted table, each change is told once. */
const assemble = (context: ServicesContext, deps: ServicesDeps, first: ConfigModel) => {
  const { monotonic, wall } = deps.clock;
  let monitored: ReadonlyMap<VirtualServer, readonly MonitoredServer[]> = new Map();
  let servers: ReadonlyMap<string, MonitoredServer> = new Map();
  /** Whether some server is written twice. */
  let hasTwins = false;
  let stopping = false;

  const announcer = createAnnouncer({ log: context.log, event: context.event, now: monotonic, wall });
  const { log, tell } = announcer;
  const notifier = createNotifier({ now: monotonic, log, tell }, deps.prepareFor(scriptsOf(first)));
  const teller = createChangeTeller(notifier, deps.helper);
  teller.follow(first.globals);
  deps.prober.configure(scriptsOf(first), probeSurroundings(first));

  const onFailure = (text: string, data: Readonly<Record<string, string>>): void =>
    tell({ kind: "ipvs.failed", severity: "critical", subject: "ipvs", text, data });
  const timeouts = createTimeoutsKeeper({ kernel: deps.kernel, log, onFailure });
  const keeper = createTableKeeper({
    kernel: deps.kernel,
    log,
    onFailure,
    loadModule: deps.loadModule,
    now: monotonic,
    remembered: deps.memory.owned,
    remember: deps.memory.keepOwned,
  });
  const isUp = (virtualServer: VirtualServer, server: Pick<RealServer, "address" | "port">): boolean => {
    const health = monitor.healthOf(realServerKey(virtualServerKey(virtualServer), server));
    return health === null || isInService(health);
  };
  const tellQuorum = (virtualServer: VirtualServer, has: boolean): void => {
    teller.quorum(virtualServer, has);
    // Who is the last server of the pool depends on whether the standby servers serve.
    if (virtualServer.realServers.some(({ standby }) => standby) && !stopping) adjuster.soon();
  };
  const onChange = ({ key, health }: HealthChange): void => {
    const entry = servers.get(key);
    if (!entry || stopping) return;
    tell(healthEvent(entry, health));
    teller.server(entry.virtualServer, entry.server, isInService(health));
    // The quorum is looked at then, once for all that changes in one turn.
    if (hasTwins) wish.touchAll();
    else wish.touch(entry.virtualServer);
    adjuster.soon();
  };
  const monitor = createMonitor({
    prober: deps.prober,
    now: monotonic,
    wall,
    random: deps.random,
    log,
    onChange,
    onStillDown: (key) => {
      const entry = servers.get(key);
      if (entry && !stopping) teller.server(entry.virtualServer, entry.server, false);
    },
    onWeight: () => adjuster.soon(),
    isSuspended: (key) => {
      const service = servers.get(key)?.virtualServer;
      return service?.haSuspend === true && !hasAddress(service, vips.holds);
    },
  });
  const weights = createWeightKeeper({
    healthOf: monitor.healthOf,
    anySaid: monitor.anySaid,
    hasQuorum: (virtualServer) => quorum.holds(virtualServer),
    wall,
    tell,
    remembered: deps.memory.overrides,
    remember: deps.memory.keepOverrides,
  });
  const quorum = createQuorumKeeper({ isUp, weightOf: weights.quorumWeightOf, onChange: tellQuorum, tell, log });
  const facts = createFactTeller({
    report: context.report,
    wall,
    healthOf: monitor.healthOf,
    wordOn: weights.wordOn,
    revision: monitor.revision,
  });

  const onAddresses = (): void => {
    wish.touchAll();
    adjuster.soon();
  };
  const vips = createVipWatch({ open: deps.openLinks, onChange: onAddresses, log });
  const isWanted = (server: VirtualServer, { address }: OwnService): boolean =>
    !server.onlyWhileMaster || (server.group?.marked ? hasAddress(server, vips.holds) : vips.holds(address));

  const wish = createTableWish((virtualServer) =>
    expandServices(virtualServer, isUp, quorum.holds, weights.weightOf, isWanted),
  );

  let virtualServers = first.virtualServers;
  let settings = first.globals.ipvs ?? {};
  const bring = async (): Promise<TableView> => {
    if (weights.weigh()) wish.touchAll();
    for (const virtualServer of wish.touched(virtualServers)) quorum.follow(virtualServer);
    const view = await keeper.want(wish.table(virtualServers));
    if (view.ok) await timeouts.settle();
    return view;
  };
  const adjust = async (): Promise<string | null> => {
    const view = await bring();
    facts.tell(virtualServers, view, false);
    return view.ok ? null : view.error.message;
  };
  const adjuster = createAdjuster(adjust, () => stopping, monotonic);

  /** Takes a configuration in; `found` is what the kernel had before. */
  const watch = ({ virtualServers: next, globals }: ConfigModel, found: ActualTable | null): void => {
    virtualServers = next;
    settings = globals.ipvs ?? {};
    timeouts.want(settings.timeouts ?? null);
    // Until the first look is over every address counts as held; the caller of a start waits for it.
    if (next.some(({ haSuspend, onlyWhileMaster }) => haSuspend || onlyWhileMaster)) void vips.start();
    const isDrained = (key: string): boolean => weights.wordOn(key)?.override?.weight === 0;
    if (weights.watch(next)) wish.touchAll();
    monitored = new Map(
      next.map((each) => [each, monitored.get(each) ?? monitoredServers([each], found, isDrained)] as const),
    );
    const entries = [...monitored.values()].flat();
    servers = new Map(entries.map((entry) => [entry.key, entry]));
    hasTwins = servers.size < entries.length;
    monitor.watch(entries);
    if (weights.weigh()) wish.touchAll();
    quorum.watch(next);
  };

  const refresh = async (): Promise<void> => {
    if (weights.expire()) await adjust();
    const view = await keeper.refresh();
    if (view.ok) await timeouts.settle();
    if (!stopping) facts.tell(virtualServers, view, true);
  };

  const boundaries = createBoundaryTeller({ teller, isUp, hasQuorum: quorum.holds });

  const marks = createMarkKeeper({
    runNft: deps.runNft,
    now: monotonic,
    memory: deps.memory,
    log,
    tell: (text) => onFailure(text, { operation: "nftables_ipvs" }),
  });

  return {
    keeper,
    marks,
    watch,
    bring,
    tellStart: () => boundaries.began(virtualServers, new Set(), first.globals.notifyAtStart === true),
    vips,
    adjust: adjuster.now,
    refresh,
    isStopping: () => stopping,
    serverOf: (key: string) => servers.get(key) ?? null,
    weights,
    reload: (next: ConfigModel): void => {
      const { old, fresh } = exchanged(virtualServers, next.virtualServers);
      const [before, kept] = [keysOf(old), keysOf(fresh)];
      notifier.configure(deps.prepareFor(scriptsOf(next)));
      deps.prober.configure(scriptsOf(next), probeSurroundings(next));
      teller.follow(next.globals);
      const entries = old.flatMap((each) => monitored.get(each) ?? []);
      for (const [key, { server, virtualServer }] of new Map(entries.map((entry) => [entry.key, entry]))) {
        if (!kept.has(key)) log(removingLine(server, virtualServer));
      }
      boundaries.ended(old, kept);
      watch(next, null);
      boundaries.began(fresh, before, next.globals.notifyAtStart === true);
      void adjuster.now();
    },
    stop: async (): Promise<void> => {
      stopping = true;
      monitor.stop();
      try {
        await keeper.release((operation) => announceRemoval(log, operation), settings.flushAtStop);
        context.released();
        // With omega the end of the process counts as the end of every server.
        const told = virtualServers.filter(({ omega }) => omega);
        boundaries.ended(told, new Set());
        await teller.finish(LAST_SCRIPTS_MS);
      } finally {
        announcer.close();
        await vips.close();
        deps.kernel.close();
      }
    },
  };
};

/**
 * The director's load balancing: checks the real servers and keeps the kernel's IPVS table in step with what is
 * found. Without IPVS it goes on checking, and takes the table up as soon as the kernel has one.
 */
export const startServices = async (
  context: ServicesContext,
  file: ConfigModel,
  deps: ServicesDeps,
): Promise<Required<Pick<ChildWork, "command" | "reload" | "stop">>> => {
  const parts = assemble(context, deps, file);
  const model = parts.marks.take(file);
  let timer: NodeJS.Timeout | null = null;

  const refresh = async (): Promise<void> => {
    const began = deps.clock.monotonic();
    await parts.refresh();
    if (parts.isStopping()) return;
    await parts.marks.retry();
    const took = deps.clock.monotonic() - began;
    // One that takes long leaves the checks as much time as it had itself, a second at most.
    const pause = Math.max(CONFIRM_EVERY_MS - took, Math.min(took, CONFIRM_EVERY_MS));
    timer = setTimeout(() => void refresh(), pause);
  };

  if (model.virtualServers.some(({ onlyWhileMaster }) => onlyWhileMaster)) await parts.vips.start();
  const found = await parts.keeper.look();
  if (model.globals.ipvs?.flushAtStart) parts.keeper.adopt();
  parts.watch(model, found.ok ? found.table : null);
  await parts.bring();
  await parts.marks.settle();
  parts.tellStart();
  // The table stands, and the election waits for nothing else: what is told of it comes after that.
  timer = setTimeout(() => void refresh(), 0);

  return {
    command: (command) => {
      const { weights, serverOf, adjust } = parts;
      void runWeightCommand({ weights, serverOf, adjust, wall: deps.clock.wall }, command).then(context.result);
    },
    reload: (next) => {
      parts.reload(parts.marks.take(next));
      void parts.marks.settle();
    },
    stop: async () => {
      if (timer) clearTimeout(timer);
      await Promise.all([parts.stop(), parts.marks.clear()]);
    },
  };
};

const announceRemoval = (log: (text: string, crowd?: string) => void, operation: TableOperation): void => {
  if (operation.op !== "delete-destination") return;
  const { id } = operation;
  const service = id.kind === "address" ? id : { address: "", port: 0, mark: id.mark };
  log(removingLine(operation.destination, service), "servers removed at the end");
};
